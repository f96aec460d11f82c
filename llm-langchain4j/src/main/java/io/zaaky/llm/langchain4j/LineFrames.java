package io.zaaky.llm.langchain4j;

import java.io.IOException;
import java.io.InputStream;

/** NDJSON: each non-empty line is a frame. */
public final class LineFrames implements Frames {
    private final Lines lines;
    private byte[] frame = new byte[1 << 10];
    private int length;

    public LineFrames(InputStream in) {
        lines = new Lines(in);
    }

    @Override
    public boolean next() throws IOException {
        while (lines.next()) {
            length = lines.to() - lines.from();
            if (length > 0) {
                if (length > frame.length) {
                    frame = new byte[Math.max(length, frame.length * 2)];
                }
                System.arraycopy(lines.buffer(), lines.from(), frame, 0, length);
                return true;
            }
        }
        return false;
    }

    @Override
    public byte[] bytes() {
        return frame;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public boolean error() {
        return false;
    }

    @Override
    public boolean whole() {
        return lines.whole();
    }
}
