package io.zaaky.app.knowledge;

import io.zaaky.app.knowledge.DocumentState.State;
import io.zaaky.app.knowledge.UploadStore.Note;
import io.zaaky.ingestion.DocumentSource.Kind;
import io.zaaky.ingestion.SourceProblem;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.DocumentIndex;
import io.zaaky.spi.DocumentInfo;
import io.zaaky.spi.PluginException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * One chatbot's documents from all sources: those in the index, those that wait and those that have
 * failed. Safe to call from many threads. Throws a {@link io.zaaky.spi.PluginException} if the
 * index or the uploads cannot be reached.
 */
public final class ChatbotDocuments {
    private final ChatbotKey key;
    private final DocumentIndex index;
    private final Documents documents;
    private final UploadStore store;
    private final UploadSource uploads;
    private final List<Origin> origins;
    private final Runnable wake;

    /**
     * @param origins where documents come from
     * @param wake called after an upload
     */
    ChatbotDocuments(
            Documents documents,
            UploadStore store,
            UploadSource uploads,
            List<Origin> origins,
            Runnable wake) {
        this.key = documents.key();
        this.index = documents.index();
        this.documents = documents;
        this.store = store;
        this.uploads = uploads;
        this.origins = List.copyOf(origins);
        this.wake = wake;
    }

    /**
     * How long the organisation's next upload has to wait, because many of its last ones could not
     * be read.
     */
    public Duration pause() {
        return documents.pause();
    }

    /**
     * Whether documents are currently accepted: none are while free disk space is below the
     * reserve.
     */
    public boolean isOpen() {
        try {
            documents.room().check();
            return true;
        } catch (PluginException e) {
            return false;
        }
    }

    /**
     * Accepts a version of a document; it is durable on return.
     *
     * @throws QuotaExceededException if the organisation may store no more
     * @return the version's number, for {@link #await}
     */
    public long arrive(Upload upload) {
        long version = store.arrive(key, upload);
        go();
        return version;
    }

    /**
     * Waits until a version is in the index, has failed, or was tried and will be retried.
     *
     * @param patience how long to wait; after that the state is still {@link State#PENDING}
     */
    public DocumentState await(String id, long version, Duration patience)
            throws InterruptedException {
        try {
            uploads.outcome(version).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // Indexing continues, and find() reports the result.
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // never: the future has no failure
        }
        return find(id).orElseGet(() -> removed(id));
    }

    /** The state of a document that was deleted by somebody else while it was being indexed. */
    private static DocumentState removed(String id) {
        return new DocumentState(
                id,
                id,
                "",
                State.FAILED,
                "It was deleted before it was indexed.",
                0,
                "",
                0,
                Optional.empty());
    }

    /**
     * Accepts versions of documents, all or none; they are durable on return.
     *
     * @throws QuotaExceededException if the organisation may store no more
     * @return the job's id
     */
    public String submit(List<Upload> several) {
        String job = UUID.randomUUID().toString();
        store.arrive(key, job, several);
        go();
        return job;
    }

    private void go() {
        uploads.arrived();
        wake.run();
    }

    /** Finds a job of the last seven days. */
    public Optional<UploadJob> job(String id) {
        return store.job(key, id);
    }

    /**
     * The source that a document comes from, if it was not uploaded: only that source changes it.
     */
    public Optional<String> otherOwner(String id) {
        return documents.otherOwner(uploads, id);
    }

    /**
     * Removes an uploaded document; no answer uses it from then on.
     *
     * @return whether it existed
     */
    public boolean delete(String id) {
        boolean known = store.remove(key, id);
        boolean indexed = documents.delete(id);
        uploads.forget(id);
        uploads.arrived();
        return indexed || known;
    }

    public Optional<DocumentState> find(String id) {
        boolean lacking = uploads.isLacking(id); // first: it may move to one of the others
        Optional<DocumentInfo> info = index.find(key, id);
        Optional<Note> note = store.note(key, id);
        Optional<SourceProblem> problem = Optional.ofNullable(problems().get(id));
        boolean known = info.isPresent() || note.isPresent() || problem.isPresent();
        return known || lacking || documents.troubles().of(id).isPresent()
                ? Optional.of(state(id, lacking, info, note, problem))
                : Optional.empty();
    }

    /**
     * Documents in the order of their ids, only those with an id greater than {@code after}.
     *
     * @param limit the maximum number
     */
    public List<DocumentState> list(String after, int limit) {
        Set<String> lacking =
                uploads.lacking(after).limit(limit).collect(Collectors.toCollection(HashSet::new));
        Map<String, DocumentInfo> infos = new TreeMap<>();
        index.list(key, after, limit).forEach(info -> infos.put(info.id(), info));
        Map<String, Note> notes = new TreeMap<>();
        store.notes(key, after, limit).forEach(note -> notes.put(note.id(), note));
        NavigableMap<String, SourceProblem> problems = problems();
        var ids = new TreeSet<>(problems.tailMap(after, false).keySet());
        ids.addAll(infos.keySet());
        ids.addAll(notes.keySet());
        ids.addAll(documents.troubles().ids(after));
        ids.addAll(lacking);
        List<DocumentState> page = new ArrayList<>();
        for (String id : ids) {
            if (page.size() == limit) {
                break;
            }
            page.add(
                    state(
                            id,
                            lacking.contains(id),
                            Optional.ofNullable(infos.get(id)),
                            Optional.ofNullable(notes.get(id)),
                            Optional.ofNullable(problems.get(id))));
        }
        return page;
    }

    /** The numbers of documents, without looking at each. */
    public DocumentCounts counts() {
        int indexed = index.count(key);
        UploadStore.Counts uploaded = store.counts(key);
        return new DocumentCounts(
                indexed,
                uploaded.pending()
                        + (int) uploads.lacking("").count()
                        + documents.troubles().besides(Kind.UPLOAD),
                uploaded.failed() + problems().size());
    }

    /** Whether some kind of documents cannot be indexed at the moment. */
    public boolean isHindered() {
        return documents.troubles().hasPause();
    }

    private NavigableMap<String, SourceProblem> problems() {
        var problems = new TreeMap<String, SourceProblem>();
        origins.forEach(origin -> origin.problems().forEach(each -> problems.put(each.id(), each)));
        return problems;
    }

    private DocumentState state(
            String id,
            boolean lacking,
            Optional<DocumentInfo> info,
            Optional<Note> note,
            Optional<SourceProblem> problem) {
        Optional<String> failure =
                note.isPresent()
                        ? note.filter(Note::failed).map(Note::reason)
                        : problem.map(SourceProblem::reason);
        boolean upload = (lacking && info.isEmpty()) || note.isPresent();
        Optional<String> trouble = failure.isPresent() ? Optional.empty() : trouble(id, upload);
        boolean waits = failure.isEmpty() && (upload || trouble.isPresent());
        return new DocumentState(
                id,
                info.map(DocumentInfo::title)
                        .or(() -> note.map(Note::title).filter(title -> !title.isEmpty()))
                        .orElse(id),
                info.map(DocumentInfo::url).or(() -> note.map(Note::url)).orElse(""),
                waits ? State.PENDING : failure.isPresent() ? State.FAILED : State.INDEXED,
                failure.or(() -> trouble)
                        .map(why -> info.isPresent() ? why + " The version before stays." : why)
                        .or(() -> waits ? uploads.waiting() : Optional.empty())
                        .orElse(""),
                info.map(DocumentInfo::chunks).orElse(0),
                info.map(DocumentInfo::hash).map(Kind::unmarked).orElse(""),
                note.map(Note::bytes).orElseGet(() -> documents.bytes(id)),
                note.map(Note::arrived).or(() -> info.map(DocumentInfo::updatedAt)));
    }

    private Optional<String> trouble(String id, boolean upload) {
        Troubles troubles = documents.troubles();
        return upload ? troubles.of(id, Kind.UPLOAD) : troubles.of(id);
    }
}
