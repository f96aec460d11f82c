package io.zaaky.app.knowledge;

/** The number of documents and their total size. */
record Kept(long documents, long bytes) {
    static final Kept NOTHING = new Kept(0, 0);

    Kept plus(Kept other) {
        return new Kept(documents + other.documents, bytes + other.bytes);
    }

    Kept minus(Kept other) {
        return new Kept(documents - other.documents, bytes - other.bytes);
    }
}
