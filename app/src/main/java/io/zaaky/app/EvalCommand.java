package io.zaaky.app;

import io.helidon.metrics.api.MetricsConfig;
import io.helidon.metrics.api.MetricsFactory;
import io.helidon.service.registry.Services;
import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.command.UsageProblem;
import io.zaaky.app.eval.EvalSet;
import io.zaaky.app.eval.Evaluation;
import io.zaaky.app.knowledge.KnowledgeSyncs;
import io.zaaky.app.metrics.Meters;
import io.zaaky.ingestion.DocumentReader;
import io.zaaky.ingestion.ParserProcess;
import io.zaaky.ingestion.ParserProgram;
import io.zaaky.spi.PluginException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * {@code eval}: puts a chatbot together as {@code serve} does, without its HTTP, indexes what is
 * not indexed yet, and measures its search.
 */
final class EvalCommand {
    private static final int STEP = 50; // questions between two signs of life

    private final PrintStream out;
    private final PrintStream err;

    EvalCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Prints the report; closes the assembly.
     *
     * @return the exit code
     */
    int run(
            Assembly assembly,
            Options options,
            Path file,
            String chatbot,
            Optional<String> compared,
            boolean json) {
        EvalSet set;
        try {
            set = EvalSet.read(file);
        } catch (IOException e) {
            throw new UsageProblem("the set cannot be read: " + e);
        } catch (EvalSet.Problem e) {
            throw new UsageProblem(String.valueOf(e.getMessage()));
        }
        var names = new HashSet<>(Set.of(chatbot));
        compared.ifPresent(names::add);
        assembly.keepOnly(names);
        try (var _ = DataDirectory.take(options.data());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                var parser =
                        new ParserProcess(ParserProgram.installed(), ParserProcess.Limits.USUAL);
                Serving serving = serving(assembly, options, threads, new DocumentReader(parser))) {
            Chatbot ours = find(serving, chatbot);
            Optional<Chatbot> theirs = compared.map(name -> find(serving, name));
            err.println("Indexing what is not indexed yet …");
            serving.start().get();
            var evaluation = new Evaluation(set, this::tell);
            out.print(evaluation.run(ours, theirs, json));
            return 0;
        } catch (PluginException e) {
            err.println("zaaky eval: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // never: it ends without a result either way
        }
    }

    private void tell(int asked) {
        if (asked % STEP == 0) {
            err.println(asked + " questions");
        }
    }

    private static Chatbot find(Serving serving, String name) {
        List<Chatbot> all = serving.chatbots().all();
        return all.stream()
                .filter(each -> each.key().toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageProblem("there is no chatbot '" + name + "'"));
    }

    private static Serving serving(
            Assembly assembly, Options options, ExecutorService threads, DocumentReader reader) {
        var meters =
                new Meters(
                        Services.get(MetricsFactory.class)
                                .createMeterRegistry(MetricsConfig.create()));
        var shared = Chatbot.Shared.of(meters, threads);
        long largest = options.over(assembly.configuration().server()).maxUploadSize();
        return new Serving(
                assembly,
                shared,
                meters,
                new KnowledgeSyncs(options.data(), largest, reader, shared.clock()));
    }
}
