package io.zaaky.app.knowledge;

import io.zaaky.ingestion.DocumentSource;
import io.zaaky.ingestion.SourceProblem;
import io.zaaky.spi.PluginException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Uploads: they are stored in the data directory until somebody deletes them. */
record UploadOrigin(UploadSource source, UploadStore store, Documents documents) implements Origin {
    private static final Logger LOG = System.getLogger(UploadOrigin.class.getName());

    @Override
    public DocumentSource.Kind kind() {
        return DocumentSource.Kind.UPLOAD;
    }

    /**
     * Claims the uploads before other sources are checked: an id that was uploaded stays an upload.
     */
    void claim() {
        try {
            store.documents(documents.key())
                    .forEach((id, bytes) -> documents.claim(source, id, bytes));
        } catch (PluginException e) {
            LOG.log(Level.WARNING, "{0}: {1}", documents.key(), e.getMessage());
        }
    }

    @Override
    public List<UploadSource> open(Documents all) {
        Map<String, Long> kept = store.documents(all.key());
        Set<String> otherwise = Set.copyOf(store.readOtherwise(all.key()));
        kept.forEach(
                (id, bytes) -> {
                    boolean lacking = !all.has(source, id);
                    if (lacking || otherwise.contains(id)) {
                        source.again(id, bytes, lacking);
                    }
                });
        return List.of(source);
    }

    /** Never: the index may hold uploads of another data directory. */
    @Override
    public boolean isKnown() {
        return false;
    }

    @Override
    public List<SourceProblem> problems() {
        return source.problems();
    }

    @Override
    public void learnt() {}

    @Override
    public void save() {}
}
