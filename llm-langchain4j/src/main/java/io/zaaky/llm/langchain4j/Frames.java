package io.zaaky.llm.langchain4j;

import java.io.IOException;

/** The frames of a streamed answer, one after the other, in a buffer that is used again. */
public interface Frames {

    /** The longest frame that is read. */
    int LONGEST = 1 << 20;

    /** Waits for the next frame; false at the end. */
    boolean next() throws IOException;

    /** The frame, from 0 to {@link #length}; valid up to the next {@link #next}. */
    byte[] bytes();

    int length();

    /** Whether the frame's type says that it is an error. */
    boolean error();

    /** Whether the frame had its end; false for what stood there when the stream was cut. */
    boolean whole();
}
