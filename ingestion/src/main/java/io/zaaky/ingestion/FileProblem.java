package io.zaaky.ingestion;

import java.nio.file.Path;

/**
 * A file or folder that can't be taken.
 *
 * @param id what the document's id is or would be
 * @param path where it is
 * @param reason a sentence for people
 */
record FileProblem(String id, Path path, String reason) {

    SourceProblem told() {
        return new SourceProblem(id, path.toString(), reason);
    }
}
