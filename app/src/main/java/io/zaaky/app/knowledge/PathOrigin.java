package io.zaaky.app.knowledge;

import io.zaaky.ingestion.DocumentSource;
import io.zaaky.ingestion.PathSource;
import io.zaaky.ingestion.SourceProblem;
import java.util.List;

/** Folders and files. Nothing about them is stored, because checking all of them costs little. */
record PathOrigin(List<PathSource> sources) implements Origin {

    @Override
    public DocumentSource.Kind kind() {
        return DocumentSource.Kind.PATH;
    }

    @Override
    public List<PathSource> open(Documents documents) {
        return sources;
    }

    @Override
    public boolean isKnown() {
        return true; // a follower sweeps after it has checked all of them once
    }

    @Override
    public List<SourceProblem> problems() {
        return sources.stream().flatMap(source -> source.problems().stream()).toList();
    }

    @Override
    public void learnt() {}

    @Override
    public void save() {}
}
