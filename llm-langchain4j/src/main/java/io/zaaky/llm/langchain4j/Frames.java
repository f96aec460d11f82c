package io.zaaky.llm.langchain4j;

import java.io.IOException;

/** The frames of a streamed answer, one after another, in a reused buffer. */
public interface Frames {

    /** The longest frame that is read. */
    int LONGEST = 1 << 20;

    /** Waits for the next frame. Returns false at the end. */
    boolean next() throws IOException;

    /** The frame, from 0 to {@link #length}; valid until the next call of {@link #next}. */
    byte[] bytes();

    int length();

    /** Whether the frame's type says that it is an error. */
    boolean error();

    /** Whether the frame was complete; false for the part received when the stream was cut. */
    boolean whole();
}
