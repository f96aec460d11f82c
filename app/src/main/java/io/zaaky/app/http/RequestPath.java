package io.zaaky.app.http;

import java.util.HexFormat;

/**
 * Checks the path of a request target as it was sent. Proxies in front of this server see paths
 * too, and route or count by what they see, so only paths that every server reads alike are
 * accepted. Helidon drops {@code ;x}, resolves {@code ..} and merges {@code //}; other servers do
 * so in another order or not at all.
 */
final class RequestPath {
    private static final int DELETE = 0x7f;

    private RequestPath() {}

    /**
     * Whether no server can misread the path: it has no {@code ;} and no backslash, no segment
     * {@code .} or {@code ..}, no empty segment except the last, and none of these in percent
     * encoding, not even encoded twice. It has no encoded slash or control character either.
     *
     * @param raw as sent, without its query; in the absolute form with scheme and authority
     */
    static boolean isPlain(String raw) {
        int at = pathStart(raw);
        if (at < 0) {
            return false;
        }
        while (at < raw.length()) { // a slash is here
            int end = segmentEnd(raw, at + 1);
            if (end < 0 || isDots(raw, at + 1, end) || (end == at + 1 && end < raw.length())) {
                return false;
            }
            at = end;
        }
        return true;
    }

    /**
     * The index where the path begins; -1 if there is no path, or if the target is not an {@code
     * http} address.
     */
    private static int pathStart(String raw) {
        if (raw.startsWith("/")) {
            return 0;
        }
        int authority =
                raw.regionMatches(true, 0, "http://", 0, 7)
                        ? 7
                        : raw.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
        if (authority < 0) {
            return -1;
        }
        int at = authority;
        while (at < raw.length() && raw.charAt(at) != '/') {
            char c = raw.charAt(at++);
            boolean ofAHost =
                    (c >= '0' && c <= '9')
                            || (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || ".-_:[]".indexOf(c) >= 0;
            if (!ofAHost) {
                return -1;
            }
        }
        return at > authority ? at : -1;
    }

    /**
     * The index where the segment ends: at a slash or at the path's end; -1 if it contains
     * something forbidden.
     */
    private static int segmentEnd(String raw, int from) {
        int at = from;
        while (at < raw.length() && raw.charAt(at) != '/') {
            boolean encoded = raw.charAt(at) == '%';
            int meant = encoded ? octet(raw, at + 1) : raw.charAt(at);
            at += encoded ? 3 : 1;
            boolean isAlike =
                    encoded ? meant != '/' && (meant != '%' || octet(raw, at) < 0) : meant != '#';
            if (!isAlike || meant < ' ' || meant == DELETE || meant == ';' || meant == '\\') {
                return -1;
            }
        }
        return at;
    }

    /** The value of the two hexadecimal digits; -1 if there are none. */
    private static int octet(String raw, int at) {
        if (at + 1 >= raw.length()) {
            return -1;
        }
        char high = raw.charAt(at);
        char low = raw.charAt(at + 1);
        return HexFormat.isHexDigit(high) && HexFormat.isHexDigit(low)
                ? HexFormat.fromHexDigit(high) << 4 | HexFormat.fromHexDigit(low)
                : -1;
    }

    private static boolean isDots(String raw, int from, int end) {
        int dots = 0;
        int at = from;
        while (at < end && dots < 3) {
            if (raw.charAt(at) == '.') {
                at++;
            } else if (raw.regionMatches(true, at, "%2e", 0, 3)) {
                at += 3;
            } else {
                return false;
            }
            dots++;
        }
        return dots == 1 || dots == 2;
    }
}
