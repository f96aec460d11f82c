package io.zaaky.ingestion;

/** The real program in its process, for all tests of this module; it ends with them. */
public final class RealReader {
    private static final ParserPool POOL =
            new ParserPool(ParserProgram.installed(), ParserLimits.usual());

    private RealReader() {}

    public static DocumentReader get() {
        return new DocumentReader(POOL);
    }
}
