package io.zaaky.llm.extractive;

import io.zaaky.spi.ChatModel;
import io.zaaky.spi.FinishReason;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.Reason;
import io.zaaky.spi.Reply;
import io.zaaky.spi.Usage;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Streams a composed answer word by word. */
final class ExtractiveChatModel implements ChatModel {
    private static final Pattern WORD = Pattern.compile("\\s*\\S+\\s*");

    private final ExtractiveSettings settings;

    ExtractiveChatModel(ExtractiveSettings settings) {
        this.settings = settings;
    }

    @Override
    public String model() {
        return "extractive";
    }

    @Override
    public int promptTokens() {
        return Integer.MAX_VALUE;
    }

    @Override
    public int maxTokens() {
        return settings.maxTokens();
    }

    @Override
    public boolean isFree() {
        return true;
    }

    @Override
    public Reply stream(Prompt prompt, Consumer<String> onText) {
        String answer = Composer.answer(prompt);
        FinishReason finish =
                prompt.passages().isEmpty() && !prompt.smallTalk()
                        ? FinishReason.REFUSED
                        : FinishReason.STOP;
        int tokens = 0;
        Matcher words = WORD.matcher(answer);
        while (words.find()) {
            int next = countTokens(words.group());
            if (tokens > 0 && tokens + next > settings.maxTokens()) {
                finish = FinishReason.LENGTH;
                break;
            }
            stopIfInterrupted();
            onText.accept(words.group());
            tokens += next;
            pause();
        }
        return new Reply(finish, new Usage(0, tokens, false));
    }

    private static void stopIfInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw cancelled(null);
        }
    }

    private void pause() {
        if (settings.pace().isZero()) {
            return;
        }
        try {
            Thread.sleep(settings.pace());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled(e);
        }
    }

    private static PluginException cancelled(@Nullable Throwable cause) {
        return new PluginException(Reason.CANCELLED, "interrupted while answering", cause);
    }
}
