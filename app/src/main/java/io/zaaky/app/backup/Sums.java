package io.zaaky.app.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Counts and hashes the bytes that pass through. */
final class Sums {
    private final MessageDigest digest;
    private long bytes;

    Sums() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    long bytes() {
        return bytes;
    }

    /** Call it only once, at the end. */
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private void add(byte[] buffer, int from, int length) {
        digest.update(buffer, from, length);
        bytes += length;
    }

    /** Passes on what is written; closing it flushes but closes nothing. */
    OutputStream over(OutputStream to) {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] buffer, int from, int length) throws IOException {
                add(buffer, from, length);
                to.write(buffer, from, length);
            }

            @Override
            public void close() throws IOException {
                to.flush();
            }
        };
    }

    /** Passes on what is read; reading more than {@code most} bytes fails. */
    InputStream over(InputStream from, long most) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int at, int length) throws IOException {
                int count = from.read(buffer, at, length);
                if (count > 0) {
                    add(buffer, at, count);
                }
                if (bytes > most) {
                    throw new IOException("there is more than the manifest says");
                }
                return count;
            }

            @Override
            public void close() throws IOException {
                from.close();
            }
        };
    }
}
