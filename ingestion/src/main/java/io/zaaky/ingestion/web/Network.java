package io.zaaky.ingestion.web;

import io.zaaky.spi.Settings;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * An address or a network in CIDR notation, IPv4 or IPv6.
 *
 * @param address its first address
 * @param bits how many leading bits count
 */
public record Network(InetAddress address, int bits) {

    /**
     * Parses a network, or a single address as a network of one.
     *
     * @throws IllegalArgumentException if the text is neither
     */
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        try {
            InetAddress address =
                    InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
            int most = address.getAddress().length * 8;
            int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
            if (bits >= 0 && bits <= most) {
                return new Network(address, bits);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(wrong(text), e);
        }
        throw new IllegalArgumentException(wrong(text));
    }

    /** The networks that {@code key} lists; anything else is reported as a problem. */
    public static List<Network> list(Settings in, String key) {
        List<Network> networks = new ArrayList<>();
        for (String text : in.texts(key)) {
            try {
                networks.add(parse(text));
            } catch (IllegalArgumentException e) {
                in.problem(key, String.valueOf(e.getMessage()));
            }
        }
        return networks;
    }

    private static String wrong(String text) {
        return "must be an address or a network such as 10.0.0.0/8, not '" + text + "'";
    }

    public boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] theirs = other.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            int mask = 0x80 >> (i % 8);
            if ((mine[i / 8] & mask) != (theirs[i / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
