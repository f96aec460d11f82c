package io.zaaky.app;

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
import java.util.function.Consumer;

/** A model that says one word; if it is held, it ends its answer only when the stage lets it. */
public final class StagedModelProvider implements ChatModelProvider {

    @Override
    public String type() {
        return "staged";
    }

    @Override
    public ChatModel create(Settings settings, PluginContext context) {
        Stage stage = Stage.of(settings.text("stage"));
        String says = settings.text("says");
        boolean held = settings.flag("held", false);
        return new Model(stage, stage.made("model " + says), says, held);
    }

    private record Model(Stage stage, String name, String says, boolean held) implements ChatModel {
        @Override
        public String model() {
            return name;
        }

        @Override
        public int promptTokens() {
            return Integer.MAX_VALUE;
        }

        @Override
        public Reply stream(Prompt prompt, Consumer<String> onText) {
            stage.used(name);
            stage.asked(prompt);
            onText.accept(says);
            try {
                if (held) {
                    stage.hold();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new PluginException(Reason.CANCELLED, "interrupted on the stage", e);
            }
            onText.accept(".");
            stage.used(name);
            return new Reply(FinishReason.STOP, new Usage(1, 2, false));
        }

        @Override
        public void close() {
            stage.closed(name);
        }
    }
}
