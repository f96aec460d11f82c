package io.zaaky.llm.langchain4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import io.zaaky.spi.Secret;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Upstream UPSTREAM =
            new Upstream("openai", URI.create("http://llm:1/v1"), new Secret("sk-SENTINEL"));

    private final Failures failures = new Failures(UPSTREAM, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void theKeyIsTakenOutOfWhatAProviderSays() {
        String body = "{\"error\":{\"message\":\"Incorrect API key provided: sk-SENTINEL.\"}}";
        PluginException failure =
                failures.status(new ResponseHead(401, Map.of()), body.getBytes(UTF_8));
        String message = String.valueOf(failure.getMessage());
        assertFalse(message.contains("SENTINEL"), message);
        assertTrue(message.contains("Incorrect API key provided: ***."), message);
        assertTrue(message.startsWith("openai at http://llm:1/v1: status 401"), message);
    }

    @Test
    void theKeyIsNotCutIntoAHalf() {
        String body = "x".repeat(295) + "sk-SENTINEL";
        PluginException failure =
                failures.status(new ResponseHead(500, Map.of()), body.getBytes(UTF_8));
        assertFalse(String.valueOf(failure.getMessage()).contains("sk-"), failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "{\"message\":\"m\"}, UNAVAILABLE",
        "{\"code\":429}, RATE_LIMITED",
        "{\"code\":\"429\"}, RATE_LIMITED",
        "{\"type\":\"rate_limit_error\"}, RATE_LIMITED",
        "{\"code\":\"rate_limit_exceeded\"}, RATE_LIMITED",
        "{\"status\":\"RESOURCE_EXHAUSTED\"}, RATE_LIMITED",
        "{\"type\":\"authentication_error\"}, UNAUTHORIZED",
        "{\"type\":\"invalid_request_error\"}, REJECTED",
        "{\"type\":\"server_error\"}, UNAVAILABLE",
        "{\"code\":503}, UNAVAILABLE",
        "{\"code\":17}, UNAVAILABLE",
        "\"words\", UNAVAILABLE"
    })
    void anErrorInAStreamCountsLikeTheStatusItNames(String json, Reason reason) {
        assertEquals(reason, failures.error(read(json), false).reason());
    }

    @Test
    @Tag("RES-16")
    @Tag("RES-17")
    void onlyAConnectionThatNobodyGetsIsMarkedSo() {
        for (IOException all :
                List.of(
                        new ConnectException("Connection refused"),
                        new NoRouteToHostException("No route to host"),
                        new UnknownHostException("the name llm is not known"))) {
            PluginException failure = failures.connect(all, clock());
            assertTrue(failure.isUnreachable(), failure.toString());
            assertEquals(Optional.of(Duration.ZERO), failure.retryAfter(), failure.toString());
        }
        for (IOException one :
                List.of(new SSLException("bad certificate"), new SocketException("reset"))) {
            PluginException failure = failures.connect(one, clock());
            assertFalse(failure.isUnreachable(), failure.toString());
            assertEquals(Optional.of(Duration.ZERO), failure.retryAfter(), failure.toString());
        }
        PluginException late = failures.connect(new SocketTimeoutException("slow"), clock());
        assertEquals(Reason.TIMED_OUT, late.reason());
        assertFalse(late.isUnreachable(), late.toString());
        assertEquals(Optional.empty(), late.retryAfter());
    }

    private static CallClock clock() {
        return new CallClock(Clocks.of(Duration.ofSeconds(9), Duration.ofSeconds(9)));
    }

    @Test
    void aCodeSaysMoreThanAType() {
        ProviderError error =
                read("{\"type\":\"invalid_request_error\",\"code\":\"invalid_api_key\"}");
        assertEquals(401, error.status());
    }

    @ParameterizedTest
    @CsvSource({"null", "false", "\"\"", "\" \"", "[]", "0"})
    void nothingIsNoError(String json) {
        assertFalse(read(json).isError());
    }

    private static ProviderError read(String json) {
        var scanner = new JsonScanner();
        scanner.reset(json.getBytes(UTF_8), 0, json.getBytes(UTF_8).length);
        return ProviderError.read(scanner);
    }

    @Test
    @Tag("UP-12")
    void aDateToWaitForIsFromNow() {
        assertEquals(
                Duration.ofSeconds(90), RetryAfter.parse("Mon, 23 Nov 2026 10:01:30 GMT", NOW));
        assertEquals(Duration.ZERO, RetryAfter.parse("Mon, 23 Nov 2026 09:00:00 GMT", NOW));
        assertTrue(RetryAfter.parse("9".repeat(30), NOW).toDays() > 365, "as long as it asks");
    }
}
