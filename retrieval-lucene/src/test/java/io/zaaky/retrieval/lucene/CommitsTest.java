package io.zaaky.retrieval.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.retrieval.lucene.IndexFolder.Write;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class CommitsTest {
    private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
    private final Queue<Integer> sizes = new ConcurrentLinkedQueue<>(); // of what was committed
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch free = new CountDownLatch(1);
    private final Commits commits = new Commits(this::commit);

    /** The first commit of all waits, so that changes gather behind it. */
    private void commit(List<Write> changes) throws IOException {
        boolean first = begun.getCount() > 0;
        begun.countDown();
        if (first) {
            try {
                free.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (IOException) new ClosedByInterruptException().initCause(e);
            }
        }
        try (var writer = new IndexWriter(directory, uncommitted())) {
            for (Write change : changes) {
                change.to(writer);
            }
            writer.commit();
            sizes.add(changes.size());
        }
    }

    private static IndexWriterConfig uncommitted() {
        return new IndexWriterConfig().setCommitOnClose(false);
    }

    private static Write adding(String word) {
        return writer -> {
            var document = new Document();
            document.add(new StringField("word", word, Field.Store.NO));
            writer.addDocument(document);
        };
    }

    /** What a thread of its own makes of a change, begun when those before it wait. */
    private final class Caller {
        private final FutureTask<Throwable> result;
        private final Thread thread;

        Caller(Write write) {
            result =
                    new FutureTask<>(
                            () -> {
                                try {
                                    commits.apply(write);
                                    return new NoFailure();
                                } catch (IOException | InterruptedException | RuntimeException e) {
                                    return e;
                                }
                            });
            thread = Thread.ofPlatform().daemon().start(result);
        }

        /** Until it can't go on by itself. */
        Caller stuck() {
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            return this;
        }

        Throwable result() throws Exception {
            return result.get();
        }
    }

    private static final class NoFailure extends Throwable {
        private static final long serialVersionUID = 1;
    }

    private List<Caller> gathered(Write... writes) throws InterruptedException {
        List<Caller> callers = new ArrayList<>();
        for (Write write : writes) {
            callers.add(new Caller(write).stuck());
            begun.await();
        }
        return callers;
    }

    private int committed() throws IOException {
        try (var reader = DirectoryReader.open(directory)) {
            return reader.numDocs();
        }
    }

    @Test
    void whatGathersDuringACommitGoesIntoTheNextTogether() throws Exception {
        List<Caller> callers = gathered(adding("a"), adding("b"), adding("c"), adding("d"));
        free.countDown();
        for (Caller each : callers) {
            assertInstanceOf(NoFailure.class, each.result());
        }
        assertEquals(List.of(1, 3), List.copyOf(sizes));
        assertEquals(4, committed());
    }

    @Test
    void aChangeThatFailsFailsAlone() throws Exception {
        Write bad =
                writer -> {
                    throw new IllegalArgumentException("not this one");
                };
        List<Caller> callers = gathered(adding("a"), adding("b"), bad, adding("d"));
        free.countDown();
        assertInstanceOf(NoFailure.class, callers.get(1).result());
        assertEquals("not this one", callers.get(2).result().getMessage());
        assertInstanceOf(NoFailure.class, callers.get(3).result());
        assertEquals(3, committed());
    }

    @Test
    void troubleWithFilesIsToldToAllAndTriedOnce() throws Exception {
        var tried = new ConcurrentLinkedQueue<String>();
        var broken = new IOException("the disk is full");
        Write bad =
                writer -> {
                    tried.add("bad");
                    throw broken;
                };
        List<Caller> callers = gathered(adding("a"), adding("b"), bad, adding("d"));
        free.countDown();
        assertInstanceOf(NoFailure.class, callers.get(0).result());
        for (Caller each : callers.subList(1, 4)) {
            assertEquals(broken, each.result());
        }
        assertEquals(List.of("bad"), List.copyOf(tried));
        new Caller(adding("e")).result();
        assertEquals(2, committed());
    }

    @Test
    void aWaiterThatIsInterruptedLeavesAndItsChangeIsNotMade() throws Exception {
        List<Caller> callers = gathered(adding("a"), adding("b"), adding("c"));
        callers.get(1).thread.interrupt();
        assertInstanceOf(InterruptedException.class, callers.get(1).result());
        free.countDown();
        assertInstanceOf(NoFailure.class, callers.get(2).result());
        assertEquals(2, committed());
    }

    @Test
    void anInterruptOfTheOneThatCommitsTouchesNoOther() throws Exception {
        List<Caller> callers = gathered(adding("a"), adding("b"), adding("c"));
        callers.get(0).thread.interrupt();
        assertInstanceOf(InterruptedException.class, callers.get(0).result());
        assertInstanceOf(NoFailure.class, callers.get(1).result());
        assertInstanceOf(NoFailure.class, callers.get(2).result());
        assertEquals(2, committed());
    }

    /** The one that commits has taken the others' changes when it is interrupted. */
    @Test
    void changesThatAnInterruptedOneHadTakenAreMadeByThoseWhoWait() throws Exception {
        var taken = new CountDownLatch(1);
        var interrupted = new ConcurrentLinkedQueue<Thread>();
        Write slow =
                writer -> {
                    taken.countDown();
                    if (interrupted.isEmpty()) {
                        interrupted.add(Thread.currentThread());
                        Thread.currentThread().interrupt();
                        throw new ClosedByInterruptException();
                    }
                };
        List<Caller> callers = gathered(adding("a"), adding("b"), slow, adding("d"));
        free.countDown();
        taken.await();
        assertInstanceOf(NoFailure.class, callers.get(0).result());
        assertInstanceOf(InterruptedException.class, callers.get(1).result());
        assertInstanceOf(NoFailure.class, callers.get(2).result());
        assertInstanceOf(NoFailure.class, callers.get(3).result());
        assertTrue(interrupted.contains(callers.get(1).thread), "another one was interrupted");
        assertEquals(2, committed());
    }
}
