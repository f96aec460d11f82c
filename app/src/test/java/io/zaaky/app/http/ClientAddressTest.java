package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.zaaky.ingestion.web.Network;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientAddressTest {
    private final ClientAddress addresses =
            new ClientAddress(
                    List.of(
                            Network.parse("127.0.0.1"),
                            Network.parse("10.0.0.0/8"),
                            Network.parse("::1")));

    @Test
    void aHeaderFromAnUntrustedPeerIsIgnored() {
        assertEquals("198.51.100.7", of("198.51.100.7", "203.0.113.9"));
    }

    @Test
    void behindTheTrustedProxyTheLastHopCounts() {
        assertEquals("203.0.113.9", of("127.0.0.1", "1.2.3.4, 203.0.113.9"));
    }

    @Test
    void severalTrustedHopsAreSkippedFromTheRight() {
        assertEquals("203.0.113.9", of("127.0.0.1", "6.6.6.6, 203.0.113.9", "10.1.2.3"));
    }

    @Test
    void rubbishInTheHeaderCountsAsTheProxy() {
        assertEquals("127.0.0.1", of("127.0.0.1", "evil.example"));
        assertEquals("127.0.0.1", of("127.0.0.1", ""));
    }

    @Test
    void aHouseholdsIpv6AddressesAreOne() {
        assertEquals(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
    }

    @Test
    void anIpv6PeerIsNotAnIpv4Network() {
        assertEquals("203.0.113.9", of("::1", "203.0.113.9"));
    }

    private String of(String peer, String... forwarded) {
        return addresses.of(InetAddress.ofLiteral(peer), List.of(forwarded));
    }
}
