package io.zaaky.ingestion;

import java.nio.file.Path;

/**
 * A file or folder that cannot be read.
 *
 * @param id the id that the document has or would have
 * @param path the path of the file or folder
 * @param reason a sentence for people
 */
record FileProblem(String id, Path path, String reason) {

    SourceProblem told() {
        return new SourceProblem(id, path.toString(), reason);
    }
}
