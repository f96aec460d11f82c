package io.zaaky.ingestion.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
    private final AddressRules strict = new AddressRules(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.255",
                "100.100.100.200",
                "127.0.0.1",
                "127.1.2.3",
                "127.255.255.255",
                "168.63.129.16",
                "169.254.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.0.192",
                "192.0.2.1",
                "192.31.196.1",
                "192.52.193.1",
                "192.88.99.1",
                "192.168.0.1",
                "192.168.255.255",
                "192.175.48.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::127.0.0.1",
                "::7f00:1",
                "::ffff:127.0.0.1",
                "::ffff:7f00:1",
                "::ffff:a9fe:a9fe",
                "::ffff:0:127.0.0.1",
                "::ffff:0:7f00:1",
                "64:ff9b::7f00:1",
                "64:ff9b::169.254.169.254",
                "64:ff9b:1::7f00:1",
                "100::1",
                "2001::1",
                "2001:0:7f00:1::1",
                "2001:2::1",
                "2001:10::1",
                "2001:20::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "2002:a9fe:a9fe::1",
                "2620:4f:8000::1",
                "3fff::1",
                "5f00::1",
                "fc00::1",
                "fd00::1",
                "fd00:ec2::254",
                "fd20:ce::254",
                "fe80::1",
                "fe80::a9fe:a9fe",
                "febf::1",
                "fec0::1",
                "ff02::1",
                "ff0e::1"
            })
    @Tag("ING-03")
    void anAddressThatIsNotPublicIsRefused(String literal) {
        assertTrue(strict.refusal(InetAddress.ofLiteral(literal), 443).isPresent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "93.184.215.14",
                "100.63.255.255",
                "100.128.0.1",
                "126.255.255.255",
                "128.0.0.1",
                "169.253.255.255",
                "169.255.0.1",
                "172.15.255.255",
                "172.32.0.1",
                "192.0.1.1",
                "192.167.255.255",
                "192.169.0.1",
                "198.17.255.255",
                "198.20.0.1",
                "223.255.255.255",
                "2001:4860:4860::8888",
                "2606:4700::1111",
                "2a00:1450:4001:80b::200e",
                "2003::1"
            })
    void aPublicAddressIsNot(String literal) {
        assertEquals(Optional.empty(), strict.refusal(InetAddress.ofLiteral(literal), 443));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.1.1",
                "fe80::1",
                "fd00:ec2::254",
                "fd20:ce::254",
                "100.100.100.200",
                "168.63.129.16",
                "192.0.0.192",
                "::ffff:a9fe:a9fe",
                "::a9fe:a9fe",
                "64:ff9b::a9fe:a9fe",
                "2002:a9fe:a9fe::1",
                "2001:0:a9fe:a9fe::1",
                "2001::5601:5601"
            })
    @Tag("ING-06")
    void linkLocalAndMetadataAreRefusedWhateverIsAllowed(String literal) {
        var open = new AddressRules(List.of(Network.parse("0.0.0.0/0"), Network.parse("::/0")));
        assertTrue(open.refusal(InetAddress.ofLiteral(literal), 80).isPresent());
    }

    @Test
    void whatAnOperatorAllowsIsAllowedAtEachPortAndNothingElse() {
        var rules = new AddressRules(List.of(Network.parse("10.1.0.0/16")));
        assertEquals(Optional.empty(), rules.refusal(InetAddress.ofLiteral("10.1.2.3"), 8080));
        assertTrue(rules.refusal(InetAddress.ofLiteral("10.2.0.1"), 80).isPresent());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 21, 22, 25, 79, 81, 442, 444, 5432, 6379, 8080, 11211, 65535})
    @Tag("ING-05")
    void aPublicAddressIsAskedAtTwoPortsOnly(int port) {
        assertTrue(strict.refusal(InetAddress.ofLiteral("1.1.1.1"), port).isPresent());
        assertFalse(strict.refusal(InetAddress.ofLiteral("1.1.1.1"), 80).isPresent());
        assertTrue(strict.refusal(WebUrl.parse("http://example.org:" + port)).isPresent());
    }
}
