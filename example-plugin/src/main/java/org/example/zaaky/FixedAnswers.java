package org.example.zaaky;

import io.zaaky.spi.ChatModel;
import io.zaaky.spi.ChatModelProvider;
import io.zaaky.spi.FinishReason;
import io.zaaky.spi.PluginContext;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.Reason;
import io.zaaky.spi.Reply;
import io.zaaky.spi.Settings;
import io.zaaky.spi.Usage;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Answers that an editor has written, chosen by a word in the question. */
public final class FixedAnswers implements ChatModelProvider {
    private static final Pattern WORDS = Pattern.compile("(?<=\\s)");

    @Override
    public String type() {
        return "fixed-answers";
    }

    @Override
    public ChatModel create(Settings settings, PluginContext context) {
        List<Entry> entries = settings.list("answers").stream().map(Entry::from).toList();
        String otherwise = settings.text("otherwise", "Please write to us, and we will help you.");
        return new Model(entries, otherwise);
    }

    private record Entry(String word, String answer) {
        static Entry from(Settings in) {
            return new Entry(in.text("word").toLowerCase(Locale.ROOT), in.text("answer"));
        }
    }

    private record Model(List<Entry> entries, String otherwise) implements ChatModel {

        @Override
        public String model() {
            return "fixed-answers";
        }

        @Override
        public int promptTokens() {
            return Integer.MAX_VALUE;
        }

        @Override
        public Reply stream(Prompt prompt, Consumer<String> onText) {
            String question = prompt.question().toLowerCase(Locale.ROOT);
            String answer =
                    entries.stream()
                            .filter(entry -> question.contains(entry.word()))
                            .map(Entry::answer)
                            .findFirst()
                            .orElse(otherwise);
            for (String word : WORDS.splitAsStream(answer).toList()) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new PluginException(Reason.CANCELLED, "interrupted while answering");
                }
                onText.accept(word);
            }
            return new Reply(FinishReason.STOP, new Usage(0, countTokens(answer), false));
        }
    }
}
