package io.zaaky.ingestion;

import io.zaaky.bulkhead.Bulkhead;
import io.zaaky.bulkhead.Bulkhead.Permit;
import io.zaaky.ingestion.ParserProcess.Taking;
import io.zaaky.spi.Document;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Stream;

/**
 * The processes that read untrusted documents. Organisations take turns. If there are several
 * processes, no organisation uses all of them, so that the documents of one organisation, however
 * slow, delay another by at most one document. An organisation that has used up its share of time
 * waits, and an organisation whose document could not be read pauses for a moment. Safe to call
 * from many threads, including virtual threads.
 */
public final class ParserPool implements DocumentParser, AutoCloseable {
    private static final Duration FOREVER = Duration.ofDays(1000);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ParserLimits limits;
    private final Bulkhead turns;
    private final ReadingTime time;
    private final InstantSource clock;
    private final List<ParserProcess> all;
    private final Deque<ParserProcess> free; // running ones come first

    /**
     * Starts no process yet.
     *
     * @param program the program to start
     */
    public ParserPool(ParserProgram program, ParserLimits limits) {
        this(program, limits, new ReadingTime(limits.hourly(), System::nanoTime));
    }

    ParserPool(ParserProgram program, ParserLimits limits, ReadingTime time) {
        this.limits = limits;
        this.clock = InstantSource.system();
        this.time = time;
        int processes = limits.processes();
        // There are few callers: one per document that is being processed.
        this.turns =
                new Bulkhead(
                        new Bulkhead.Limits(
                                processes, Math.max(1, processes - 1), Integer.MAX_VALUE));
        this.all =
                Stream.generate(() -> new ParserProcess(program, limits)).limit(processes).toList();
        this.free = new ConcurrentLinkedDeque<>(all);
    }

    @Override
    public Document document(String organisation, ParserRequest request) {
        return ask(organisation, request, answer -> answer.document(request.id()));
    }

    @Override
    public PageMarkup markup(String organisation, ParserRequest request) {
        return ask(organisation, request, ParserAnswer::markup);
    }

    @Override
    public Optional<String> waiting(String organisation) {
        Duration pause = time.untilShare(organisation);
        if (pause.isZero()) {
            return Optional.empty();
        }
        Instant until = clock.instant().plus(pause).plus(1, ChronoUnit.MINUTES);
        return Optional.of(
                "It waits: documents of this organisation have taken "
                        + limits.hourly().toMinutes()
                        + " minutes of reading within an hour. It goes on at "
                        + MINUTE.format(until)
                        + ".");
    }

    private <T> T ask(String organisation, ParserRequest request, Taking<T> taking) {
        try (Permit _ = turn(organisation)) {
            return inTurn(organisation, request, taking);
        } catch (InterruptedException e) {
            throw new PluginException(Reason.CANCELLED, "no document is read any more", e);
        }
    }

    /** Waits without a permit until the organisation may use time again, and then for its turn. */
    private Permit turn(String organisation) throws InterruptedException {
        while (true) {
            Thread.sleep(time.pause(organisation));
            Permit permit = turns.acquire(organisation, FOREVER).orElseThrow();
            if (time.pause(organisation).isZero()) {
                return permit;
            }
            permit.close(); // another document has used the time meanwhile
        }
    }

    /** Called with a permit: there is a free process for every permit. */
    private <T> T inTurn(String organisation, ParserRequest request, Taking<T> taking)
            throws InterruptedException {
        ParserProcess process = free.removeFirst();
        long begun = System.nanoTime();
        try {
            T answer = process.ask(request, taking);
            time.spend(organisation, since(begun));
            return answer;
        } catch (UnreadableDocumentException e) {
            time.waste(organisation, since(begun));
            throw e;
        } finally {
            if (process.isWarm()) {
                free.addFirst(process);
            } else {
                free.addLast(process);
            }
        }
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** Ends all processes, even in the middle of a document. */
    @Override
    public void close() {
        all.forEach(ParserProcess::close);
    }
}
