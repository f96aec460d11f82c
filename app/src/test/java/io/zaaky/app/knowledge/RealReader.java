package io.zaaky.app.knowledge;

import io.zaaky.ingestion.DocumentReader;
import io.zaaky.ingestion.ParserLimits;
import io.zaaky.ingestion.ParserPool;
import io.zaaky.ingestion.ParserProgram;

/** The real program in its process, for all tests of this package; it ends with them. */
final class RealReader {
    private static final ParserPool POOL =
            new ParserPool(ParserProgram.installed(), ParserLimits.usual());

    private RealReader() {}

    static DocumentReader get() {
        return new DocumentReader(POOL);
    }
}
