package io.zaaky.app.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which modules and packages know which, as ARCHITECTURE.md has it. */
class LayersTest {
    private static final String[] PLUGINS = {
        "io.zaaky.llm..", "io.zaaky.embedding..", "io.zaaky.retrieval..", "io.zaaky.conversation.."
    };

    /** Within the app: a package, and those that it must not know. */
    private static final Map<String, List<String>> ABOVE =
            Map.of(
                    "config",
                            List.of(
                                    "chat",
                                    "command",
                                    "eval",
                                    "http",
                                    "knowledge",
                                    "metrics",
                                    "plugin",
                                    "smalltalk"),
                    "gaps",
                            List.of(
                                    "chat",
                                    "command",
                                    "config",
                                    "eval",
                                    "http",
                                    "knowledge",
                                    "metrics",
                                    "plugin",
                                    "smalltalk"),
                    "smalltalk",
                            List.of(
                                    "chat",
                                    "command",
                                    "config",
                                    "eval",
                                    "http",
                                    "knowledge",
                                    "metrics",
                                    "plugin"),
                    "plugin",
                            List.of(
                                    "chat",
                                    "command",
                                    "eval",
                                    "http",
                                    "knowledge",
                                    "metrics",
                                    "smalltalk"),
                    "knowledge",
                            List.of(
                                    "chat",
                                    "command",
                                    "eval",
                                    "http",
                                    "metrics",
                                    "plugin",
                                    "smalltalk"),
                    "chat", List.of("command", "eval", "http", "knowledge", "metrics"),
                    "http", List.of("command", "eval", "metrics", "plugin"),
                    "metrics", List.of("command", "eval", "knowledge", "plugin"));

    static List<ArchRule> rules() {
        return ABOVE.entrySet().stream()
                .map(entry -> mayNotKnow("io.zaaky.app." + entry.getKey(), names(entry.getValue())))
                .toList();
    }

    private static String[] names(List<String> packages) {
        return packages.stream().map(name -> "io.zaaky.app." + name).toArray(String[]::new);
    }

    private static ArchRule mayNotKnow(String one, String... others) {
        return noClasses()
                .that()
                .resideInAPackage(one)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void noPackageOfTheAppKnowsOneAboveIt(ArchRule rule) {
        assertHolds(rule);
    }

    @Test
    void nothingKnowsTheCompositionRoot() {
        assertHolds(
                noClasses()
                        .that()
                        .resideOutsideOfPackage("io.zaaky.app")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("io.zaaky.app"));
    }

    @Test
    void packagesOfTheAppDependOnEachOtherInNoCircle() {
        assertHolds(slices().matching("io.zaaky.app.(*)..").should().beFreeOfCycles());
    }

    @Test
    void theAppKnowsNoPluginAndNoPluginTheApp() {
        assertHolds(mayNotKnow("io.zaaky.app..", PLUGINS));
        for (String plugin : PLUGINS) {
            assertHolds(
                    mayNotKnow(
                            plugin,
                            "io.zaaky.app..",
                            "io.zaaky.ingestion..",
                            "io.zaaky.bulkhead.."));
        }
    }

    @Test
    void theSpiKnowsNobody() {
        assertHolds(
                noClasses()
                        .that()
                        .resideInAPackage("io.zaaky.spi..")
                        .should()
                        .dependOnClassesThat()
                        .resideOutsideOfPackages(
                                "io.zaaky.spi..", "java..", "javax.sql..", "org.jspecify.."));
    }

    @Test
    void theDocumentParserKnowsTheSpiOnlyAndNobodyKnowsIt() {
        assertHolds(
                mayNotKnow(
                        "io.zaaky.document..",
                        "io.zaaky.app..",
                        "io.zaaky.ingestion..",
                        "io.zaaky.bulkhead.."));
        assertHolds(
                noClasses()
                        .that()
                        .resideOutsideOfPackage("io.zaaky.document..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("io.zaaky.document.."));
    }

    @Test
    void aRuleFindsAClassThatBreaksIt() {
        var these = new ClassFileImporter().importClasses(LayersTest.class, Ban.class);
        assertTrue(mayNotKnow("io.zaaky.app..", "com.tngtech..").evaluate(these).hasViolation());
    }

    private static void assertHolds(ArchRule rule) {
        assertEquals(
                List.of(),
                rule.evaluate(Shipped.CLASSES).getFailureReport().getDetails(),
                rule.getDescription());
    }
}
