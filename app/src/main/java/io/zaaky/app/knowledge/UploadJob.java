package io.zaaky.app.knowledge;

import java.util.List;

/**
 * Documents that arrived together, and their progress.
 *
 * @param documents the ids of all of them, in order of arrival
 * @param pending how many are not done
 * @param failures those that failed
 */
public record UploadJob(String id, List<String> documents, int pending, List<Failure> failures) {

    /**
     * A document that failed.
     *
     * @param reason a sentence
     */
    public record Failure(String id, String reason) {}

    public UploadJob {
        documents = List.copyOf(documents);
        failures = List.copyOf(failures);
    }

    public boolean isDone() {
        return pending == 0;
    }
}
