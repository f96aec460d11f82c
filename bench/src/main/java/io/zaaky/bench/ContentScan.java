package io.zaaky.bench;

/** Finds the escaped value of {@code "content":"…"} in the line of a chunk. */
final class ContentScan {
    private static final byte[] KEY = {'"', 'c', 'o', 'n', 't', 'e', 'n', 't', '"', ':', '"'};

    private ContentScan() {}

    /** The index after the opening quote; -1 if there is none. */
    static int start(byte[] bytes, int from, int end) {
        for (int i = from; i <= end - KEY.length; i++) {
            if (bytes[i] == '"' && matches(bytes, i)) {
                return i + KEY.length;
            }
        }
        return -1;
    }

    /** The index of the closing quote of a value that begins at {@code from}. */
    static int end(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end && bytes[i] != '"') {
            i += bytes[i] == '\\' ? 2 : 1;
        }
        return Math.min(i, end);
    }

    private static boolean matches(byte[] bytes, int at) {
        for (int i = 1; i < KEY.length; i++) {
            if (bytes[at + i] != KEY[i]) {
                return false;
            }
        }
        return true;
    }
}
