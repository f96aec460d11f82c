package io.zaaky.bench;

/**
 * The text of a token: {@code " @"}, its number as 4 hexadecimal digits, and the moment it was sent
 * as 12, in nanoseconds of this process's clock. Nothing else that a relay sends contains an
 * {@code @}.
 */
final class Stamp {
    static final byte MARK = '@';

    /** The number of bytes from the mark to the end. */
    static final int LENGTH = 1 + 4 + 12;

    private static final byte[] DIGITS = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };
    private static final long ORIGIN = System.nanoTime();

    private Stamp() {}

    /** Nanoseconds since this class was loaded. */
    static long now() {
        return System.nanoTime() - ORIGIN;
    }

    /** Writes number and moment after the mark at {@code mark}. */
    static void write(byte[] bytes, int mark, int number, long moment) {
        hex(bytes, mark + 1, 4, number);
        hex(bytes, mark + 5, 12, moment);
    }

    static int number(byte[] bytes, int mark) {
        return (int) value(bytes, mark + 1, 4);
    }

    static long moment(byte[] bytes, int mark) {
        return value(bytes, mark + 5, 12);
    }

    /** The index of the next mark from {@code from} on; -1 if there is none with all its digits. */
    static int find(byte[] bytes, int from, int end) {
        for (int i = from; i <= end - LENGTH; i++) {
            if (bytes[i] == MARK) {
                return i;
            }
        }
        return -1;
    }

    private static void hex(byte[] bytes, int at, int digits, long value) {
        long rest = value;
        for (int i = at + digits - 1; i >= at; i--) {
            bytes[i] = DIGITS[(int) (rest & 15)];
            rest >>>= 4;
        }
    }

    private static long value(byte[] bytes, int at, int digits) {
        long value = 0;
        for (int i = at; i < at + digits; i++) {
            value = value << 4 | Character.digit(bytes[i], 16);
        }
        return value;
    }
}
