package io.zaaky.ingestion.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends one GET over its own connection to one of the given addresses, without a name lookup.
 * Follows no redirects, keeps no state and decodes nothing; the connection is always closed. Calls
 * block; interrupting the virtual thread ends the call.
 */
final class Wire {
    private static final int LONGEST_LINE = 16 << 10; // bytes
    private static final int MOST_HEADERS = 200;

    private final TlsSocketStrategy tls;
    private final FetchLimits limits;

    Wire(TlsSocketStrategy tls, FetchLimits limits) {
        this.tls = tls;
        this.limits = limits;
    }

    /**
     * @param addresses the host's addresses, all of them checked; tried in turn
     * @param wanted decides by the value of {@code Content-Type} whether to read the body
     */
    Answer get(
            WebUrl url,
            List<InetAddress> addresses,
            Map<String, String> headers,
            Predicate<String> wanted)
            throws IOException {
        String name = url.host().replaceAll("[\\[\\]]", "");
        var request = new BasicClassicHttpRequest("GET", url.target());
        headers.forEach(request::setHeader);
        CloseableHttpClient client = client(name, addresses);
        try {
            var host = new HttpHost(url.scheme(), name, url.port());
            ClassicHttpResponse response = client.executeOpen(host, request, null);
            Map<String, List<String>> answered = headers(response);
            var head = new Answer(response.getCode(), answered, new byte[0]);
            return response.getCode() == 200 && wanted.test(head.header("Content-Type"))
                    ? new Answer(response.getCode(), answered, body(response))
                    : head;
        } finally {
            client.close(CloseMode.IMMEDIATE);
        }
    }

    private CloseableHttpClient client(String host, List<InetAddress> addresses) {
        Timeout total = Timeout.of(limits.total());
        return HttpClientBuilder.create()
                .setConnectionManager(connections(host, addresses, total))
                .setDefaultRequestConfig(
                        RequestConfig.custom()
                                .setResponseTimeout(total)
                                .setAuthenticationEnabled(false)
                                .setProtocolUpgradeEnabled(false)
                                .build())
                .disableAutomaticRetries()
                .disableAuthCaching()
                .disableContentCompression()
                .disableCookieManagement()
                .disableDefaultUserAgent()
                .disableRedirectHandling()
                .build();
    }

    private HttpClientConnectionManager connections(
            String host, List<InetAddress> addresses, Timeout total) {
        Http1Config lines =
                Http1Config.custom()
                        .setMaxLineLength(LONGEST_LINE)
                        .setMaxHeaderCount(MOST_HEADERS)
                        .setMaxEmptyLineCount(10)
                        .build();
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(new Pinned(host, addresses))
                .setTlsSocketStrategy(tls)
                .setConnectionFactory(
                        ManagedHttpClientConnectionFactory.builder().http1Config(lines).build())
                .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.of(limits.connect()))
                                .setSocketTimeout(total)
                                .build())
                .build();
    }

    private static Map<String, List<String>> headers(ClassicHttpResponse response) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (Header header : response.getHeaders()) {
            headers.computeIfAbsent(
                            header.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(header.getValue() == null ? "" : header.getValue());
        }
        return headers;
    }

    private byte[] body(ClassicHttpResponse response) throws IOException {
        Header encoding = response.getFirstHeader("Content-Encoding");
        if (encoding != null && !"identity".equalsIgnoreCase(encoding.getValue())) {
            throw new FetchException("It comes compressed, though that was not asked for.", false);
        }
        HttpEntity entity = response.getEntity();
        InputStream in = entity == null ? InputStream.nullInputStream() : entity.getContent();
        byte[] body = in.readNBytes(limits.bytes() + 1);
        if (body.length > limits.bytes()) {
            throw new FetchException("It is larger than " + limits.bytes() + " bytes.", false);
        }
        return body;
    }

    /** Resolves only one name, whose addresses have been checked. */
    private record Pinned(String name, List<InetAddress> addresses) implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            if (!host.equals(name)) {
                throw new UnknownHostException("only " + name + " has been checked");
            }
            return addresses.toArray(InetAddress[]::new);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
