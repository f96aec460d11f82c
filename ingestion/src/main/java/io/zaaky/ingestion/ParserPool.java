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
 * The processes that read what others wrote. Organisations take turns; of several processes none
 * has all, so that what one sends, however long it takes, delays another by one document at most.
 * Who has had its share of time waits, and so for a moment does who sent what could not be read.
 * Safe to call from many threads, virtual ones too.
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
    private final Deque<ParserProcess> free; // those that run come first

    /**
     * Starts nothing yet.
     *
     * @param program what is started
     */
    public ParserPool(ParserProgram program, ParserLimits limits) {
        this(program, limits, new ReadingTime(limits.hourly(), System::nanoTime));
    }

    ParserPool(ParserProgram program, ParserLimits limits, ReadingTime time) {
        this.limits = limits;
        this.clock = InstantSource.system();
        this.time = time;
        int processes = limits.processes();
        // Callers are few: each document that is worked on is one.
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

    /** Waits without a permit until the organisation may take time, and then for its turn. */
    private Permit turn(String organisation) throws InterruptedException {
        while (true) {
            Thread.sleep(time.pause(organisation));
            Permit permit = turns.acquire(organisation, FOREVER).orElseThrow();
            if (time.pause(organisation).isZero()) {
                return permit;
            }
            permit.close(); // another document has taken the time meanwhile
        }
    }

    /** With a permit: there is a free process for each. */
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

    /** Ends all processes, also in the middle of a document. */
    @Override
    public void close() {
        all.forEach(ParserProcess::close);
    }
}
