package io.zaaky.app;

import io.helidon.metrics.api.MetricsConfig;
import io.helidon.metrics.api.MetricsFactory;
import io.helidon.service.registry.Services;
import io.zaaky.app.admin.Callers;
import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.command.Arguments;
import io.zaaky.app.command.UsageProblem;
import io.zaaky.app.eval.EvalProblem;
import io.zaaky.app.eval.EvalSet;
import io.zaaky.app.eval.Evaluation;
import io.zaaky.app.eval.SearchHere;
import io.zaaky.app.eval.SearchThere;
import io.zaaky.app.eval.Searched;
import io.zaaky.app.knowledge.KnowledgeSyncs;
import io.zaaky.app.metrics.Meters;
import io.zaaky.ingestion.DocumentReader;
import io.zaaky.ingestion.ParserLimits;
import io.zaaky.ingestion.ParserPool;
import io.zaaky.ingestion.ParserProgram;
import io.zaaky.spi.ChatbotKey;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * {@code eval}: measures the search of a chatbot, on a running server or in this process. In this
 * process the chatbot is assembled as {@code serve} does it, without HTTP, and missing documents
 * are indexed first.
 */
final class EvalCommand {
    private static final int STEP = 50; // questions between two progress lines

    private final PrintStream out;
    private final PrintStream err;

    EvalCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /**
     * What to measure.
     *
     * @param chatbot {@code ORG/CHATBOT}
     * @param compared another one to measure on the same questions
     * @param file the questions
     */
    record Task(String chatbot, Optional<String> compared, Path file, boolean json) {
        static Task of(Arguments arguments) {
            List<String> rest = arguments.rest();
            if (rest.size() != 2) {
                throw new UsageProblem("eval takes ORG/CHATBOT and QUESTIONS.jsonl");
            }
            var task =
                    new Task(
                            rest.get(0),
                            arguments.value("--compare"),
                            Path.of(rest.get(1)),
                            arguments.flag("--json"));
            checkName(task.chatbot());
            task.compared().ifPresent(Task::checkName);
            return task;
        }

        private static void checkName(String name) {
            String[] ids = name.split("/", -1);
            if (ids.length != 2 || !ChatbotKey.isId(ids[0]) || !ChatbotKey.isId(ids[1])) {
                throw new UsageProblem("a chatbot is named ORG/CHATBOT, not '" + name + "'");
            }
        }
    }

    /**
     * Measures on a running server, and prints the report.
     *
     * @param key of the organisation; empty if none is known
     * @return the exit code
     */
    int there(Task task, URI server, String key) {
        EvalSet set = read(task.file());
        try (Searched ours = new SearchThere(server, key, task.chatbot())) {
            if (task.compared().isEmpty()) {
                return report(set, ours, Optional.empty(), task.json());
            }
            try (Searched theirs = new SearchThere(server, key, task.compared().get())) {
                return report(set, ours, Optional.of(theirs), task.json());
            }
        }
    }

    /**
     * Assembles the chatbots in this process, and prints the report; closes the assembly.
     *
     * @return the exit code
     */
    int here(Task task, Assembly assembly, Options options) {
        EvalSet set = read(task.file());
        var names = new HashSet<>(Set.of(task.chatbot()));
        task.compared().ifPresent(names::add);
        assembly.keepOnly(names);
        try (var _ = DataDirectory.take(options.data());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                var parser = new ParserPool(ParserProgram.installed(), ParserLimits.usual());
                Serving serving = serving(assembly, options, threads, new DocumentReader(parser))) {
            Searched ours = find(serving, task.chatbot());
            Optional<Searched> theirs = task.compared().map(name -> find(serving, name));
            err.println("Indexing what is not indexed yet …");
            serving.start().get();
            return report(set, ours, theirs, task.json());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // never: it completes normally in either case
        }
    }

    private static EvalSet read(Path file) {
        try {
            return EvalSet.read(file);
        } catch (IOException e) {
            throw new UsageProblem("the set cannot be read: " + e);
        } catch (EvalSet.Problem e) {
            throw new UsageProblem(String.valueOf(e.getMessage()));
        }
    }

    private int report(EvalSet set, Searched ours, Optional<Searched> theirs, boolean json) {
        try {
            out.print(new Evaluation(set, this::tell).run(ours, theirs, json));
            return 0;
        } catch (EvalProblem e) {
            err.println("zaaky eval: " + e.getMessage());
            return 1;
        }
    }

    private void tell(int asked) {
        if (asked % STEP == 0) {
            err.println(asked + " questions");
        }
    }

    private static Searched find(Serving serving, String name) {
        List<Chatbot> all = serving.chatbots().all();
        return all.stream()
                .filter(each -> each.key().toString().equals(name))
                .findFirst()
                .<Searched>map(SearchHere::new)
                .orElseThrow(() -> new UsageProblem("there is no chatbot '" + name + "'"));
    }

    private static Serving serving(
            Assembly assembly, Options options, ExecutorService threads, DocumentReader reader) {
        var meters =
                new Meters(
                        Services.get(MetricsFactory.class)
                                .createMeterRegistry(MetricsConfig.create()));
        var shared = Chatbot.Shared.of(meters, threads, options.data(), Clock.systemUTC());
        long largest = options.over(assembly.configuration().server()).maxUploadSize();
        return new Serving(
                assembly,
                shared,
                meters,
                new KnowledgeSyncs(options.data(), largest, reader, shared.clock()),
                new Callers(assembly.configuration()));
    }
}
