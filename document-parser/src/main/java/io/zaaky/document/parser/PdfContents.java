package io.zaaky.document.parser;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.filter.FlateFilterDecoderStream;
import org.apache.pdfbox.io.NonSeekableRandomAccessReadInputStream;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.pdmodel.font.PDType3CharProc;
import org.apache.pdfbox.pdmodel.font.PDType3Font;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks the drawing instructions of a PDF's pages piece by piece, and counts them: a kilobyte may
 * become a megabyte and be drawn any number of times.
 */
final class PdfContents {
    private static final long MOST = 200L << 20; // bytes, counted each time they are drawn
    private static final int MOST_AT_ONCE = 4 << 20; // bytes of one operator with its operands
    private static final int OPENING = 1000; // opening a stream counts as this many bytes
    private static final int SPACE = 32;

    private final IdentityHashMap<COSStream, Long> glyphs =
            new IdentityHashMap<>(); // bytes of each
    private final IdentityHashMap<COSDictionary, Boolean> fonts =
            new IdentityHashMap<>(); // already counted
    private long bytes;
    private long atOnce;

    /** Called after each operator. */
    void operatorEnds() {
        atOnce = 0;
    }

    /** Opens the contents of a page. */
    RandomAccessRead open(COSDictionary page) {
        COSBase contents = page.getDictionaryObject(COSName.CONTENTS);
        List<COSStream> streams =
                switch (contents) {
                    case COSStream stream -> List.of(stream);
                    case COSArray array -> streams(array);
                    case null, default -> List.of();
                };
        return open(streams);
    }

    /** Opens several streams as if they were one. */
    RandomAccessRead open(List<COSStream> streams) {
        return new NonSeekableRandomAccessReadInputStream(new Counted(streams.iterator()));
    }

    /**
     * Counts text in a Type 3 font that is about to be shown. The glyphs of such a font are small
     * pages. They are not drawn here, but they are unpacked if nothing else gives the width of a
     * letter.
     */
    void count(PDType3Font font, byte[] text) throws IOException {
        COSDictionary all = font.getCharProcs();
        if (all != null && fonts.put(font.getCOSObject(), true) == null) {
            for (COSName name : all.keySet()) {
                COSStream glyph = all.getCOSStream(name);
                if (glyph != null) {
                    count(size(glyph)); // each is read once for the font's height
                }
            }
        }
        count(font, SPACE);
        for (byte letter : text) {
            count(font, letter & 0xFF);
        }
    }

    private void count(PDType3Font font, int code) throws IOException {
        int last = font.getCOSObject().getInt(COSName.LAST_CHAR, -1);
        boolean told =
                font.getFontDescriptor() != null || (code <= last && font.hasExplicitWidth(code));
        PDType3CharProc glyph = told ? null : font.getCharProc(code);
        if (glyph != null) {
            count(size(glyph.getCOSObject()));
        }
    }

    private long size(COSStream glyph) throws IOException {
        Long known = glyphs.get(glyph);
        if (known != null) {
            return known;
        }
        long size = 0;
        var buffer = new byte[4096];
        try (InputStream in = unpacked(glyph)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                size += read;
                if (size > MOST_AT_ONCE) {
                    throw tooMuchDrawn();
                }
            }
        }
        glyphs.put(glyph, size);
        return size;
    }

    private void count(long more) {
        bytes += more;
        atOnce += more;
        if (bytes > MOST) {
            throw tooMuchDrawn();
        }
    }

    static Refusal tooMuchDrawn() {
        return new Refusal("Its pages draw more than is taken, or the same thing too often.");
    }

    private static List<COSStream> streams(COSArray array) {
        return array.toList().stream()
                .map(
                        each ->
                                each instanceof org.apache.pdfbox.cos.COSObject o
                                        ? o.getObject()
                                        : each)
                .filter(COSStream.class::isInstance)
                .map(COSStream.class::cast)
                .toList();
    }

    /** Nearly all streams use one compression, of which no more is unpacked than is read. */
    private static InputStream unpacked(COSStream stream) throws IOException {
        COSBase filters = stream.getFilters();
        if (filters instanceof COSArray array && array.size() == 1) {
            filters = array.getObject(0);
        }
        boolean plain = stream.getDictionaryObject(COSName.DECODE_PARMS) == null;
        return COSName.FLATE_DECODE.equals(filters) && plain
                ? new FlateFilterDecoderStream(stream.createRawInputStream())
                : stream.createInputStream();
    }

    private final class Counted extends InputStream {
        private final Iterator<COSStream> streams;
        private @Nullable InputStream in;

        Counted(Iterator<COSStream> streams) {
            this.streams = streams;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (in == null) {
                if (!streams.hasNext()) {
                    return -1;
                }
                in = opened(streams.next());
            }
            int read = in.read(into, offset, length);
            if (read >= 0) {
                count(read);
                if (atOnce > MOST_AT_ONCE) {
                    throw tooMuchDrawn();
                }
                return read;
            }
            close();
            into[offset] = '\n'; // no word spans two streams
            return 1;
        }

        private InputStream opened(COSStream stream) {
            count(OPENING);
            try {
                return unpacked(stream);
            } catch (IOException e) { // damaged; the other streams are read
                return new ByteArrayInputStream(new byte[0]);
            }
        }

        @Override
        public void close() throws IOException {
            if (in != null) {
                in.close();
                in = null;
            }
        }
    }
}
