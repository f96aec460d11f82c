package io.zaaky.app.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that ships uses what has led to holes elsewhere. */
class ForbiddenApisTest {

    @ParameterizedTest
    @EnumSource
    @Tag("SUP-05")
    @Tag("WEB-04")
    void nothingThatShipsUsesWhatIsBanned(Ban ban) {
        assertEquals(
                List.of(),
                ban.rule().evaluate(Shipped.CLASSES).getFailureReport().getDetails(),
                ban.name());
    }

    @ParameterizedTest
    @EnumSource
    @Tag("SUP-05")
    void eachBanFindsAClassThatBreaksIt(Ban ban) {
        var broken = new ClassFileImporter().importClasses(ban.broken());
        assertTrue(ban.rule().evaluate(broken).hasViolation(), ban.name());
    }

    /** Or the bans would hold for nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.zaaky.app.Main",
                "io.zaaky.app.chat.Chatbot",
                "io.zaaky.spi.Passage",
                "io.zaaky.bulkhead.Bulkhead",
                "io.zaaky.ingestion.ParserProgram",
                "io.zaaky.document.parser.Worker",
                "io.zaaky.llm.langchain4j.Transport",
                "io.zaaky.llm.openai.OpenAiDelta",
                "io.zaaky.llm.ollama.OllamaChunks",
                "io.zaaky.llm.extractive.Composer",
                "io.zaaky.embedding.onnx.OnnxSession",
                "io.zaaky.retrieval.hybrid.Fusion",
                "io.zaaky.retrieval.lucene.Search",
                "io.zaaky.retrieval.pgvector.Search",
                "io.zaaky.conversation.Messages"
            })
    void everyModuleThatShipsIsLookedAt(String type) {
        assertTrue(Shipped.CLASSES.contain(type), type);
    }

    @Test
    void noTestIsLookedAt() {
        assertTrue(
                !Shipped.CLASSES.contain(Broken.class)
                        && !Shipped.CLASSES.contain("io.zaaky.testkit.StubUpstream"));
    }
}
