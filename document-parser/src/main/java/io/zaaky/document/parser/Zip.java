package io.zaaky.document.parser;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** The parts of a document that is a ZIP file. Nothing is unpacked to disk. */
final class Zip implements AutoCloseable {
    private static final long MOST_UNPACKED = 300L << 20; // bytes, all parts together

    private final ZipFile file;
    private long unpacked;

    Zip(byte[] content) throws IOException {
        file =
                ZipFile.builder()
                        .setSeekableByteChannel(new SeekableInMemoryByteChannel(content))
                        .get();
    }

    boolean has(String name) {
        return file.getEntry(name) != null;
    }

    /** A part; an empty stream if there is none. */
    InputStream part(String name) throws IOException {
        ZipArchiveEntry entry = file.getEntry(name);
        if (entry == null) {
            return new ByteArrayInputStream(new byte[0]);
        }
        if (entry.getGeneralPurposeBit().usesEncryption()) {
            throw Refusal.password();
        }
        return new Counted(file.getInputStream(entry));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private final class Counted extends FilterInputStream {
        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        private void count(int bytes) {
            unpacked += bytes;
            if (unpacked > MOST_UNPACKED) {
                throw Refusal.tooLargeUnpacked();
            }
        }
    }
}
