package io.zaaky.app.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;

/**
 * What may be used nowhere, or in named places only, each with a class that breaks the rule. Types
 * and methods are regular expressions over full names; a method is {@code type.name}.
 */
@SuppressWarnings("ImmutableEnumChecker") // rules do not say that they are
enum Ban {
    OBJECTS_OUT_OF_BYTES(
            "", "java\\.io\\.ObjectInput.*|java\\.beans\\.XMLDecoder", "", Broken.Reads.class),
    SCRIPTS("", "javax\\.script\\..*", "", Broken.Scripts.class),
    OTHER_PROGRAMS(
            "io.zaaky.ingestion.ParserProgram",
            "java\\.lang\\.ProcessBuilder",
            "java\\.lang\\.Runtime\\.exec",
            Broken.Starts.class),
    GUESSABLE_NUMBERS(
            "io.zaaky.app.chat.Upstreams" // the pause before a second attempt
                    + "|io.zaaky.app.eval.Statistics", // samples of a measurement
            "java\\.util\\.(Random|SplittableRandom)|java\\.util\\.random\\..*"
                    + "|java\\.util\\.concurrent\\.ThreadLocalRandom",
            "java\\.lang\\.Math\\.random",
            Broken.Guesses.class),
    THE_END_OF_THE_PROCESS(
            "io.zaaky.app.Main|io.zaaky.document.parser.Worker",
            "",
            "java\\.lang\\.(System|Runtime)\\.(exit|halt)",
            Broken.Ends.class),
    CLASSES_BY_NAME(
            "io.zaaky.app.command.StopSignals" // two names that stand in it
                    + "|io.zaaky.spi.OneConnection" // hands calls on unchanged
                    + "|io.zaaky.conversation.StatementCache", // likewise
            "java\\.lang\\.reflect\\.(Method|Constructor|Field|Proxy)"
                    + "|java\\.lang\\.invoke\\.MethodHandles\\$Lookup",
            "java\\.lang\\.Class\\.(forName|getDeclared.*|getMethods?|getConstructors?|getFields?)"
                    + "|java\\.lang\\.ClassLoader\\.(loadClass|defineClass)",
            Broken.Names.class),
    XML_THAT_FETCHES(
            "io.zaaky.document.parser.Xml", // switches document types off
            "javax\\.xml\\.(parsers|transform|validation|xpath|stream)\\..*Factory"
                    + "|org\\.xml\\.sax\\.XMLReader",
            "",
            Broken.Parses.class),
    YAML_THAT_MAKES_OBJECTS(
            "",
            "org\\.yaml\\.snakeyaml\\.constructor\\.Constructor",
            "org\\.yaml\\.snakeyaml\\.Yaml\\.load.*",
            Broken.Loads.class),
    TRUST_IN_ANYBODY(
            "",
            "javax\\.net\\.ssl\\.(X509.*TrustManager|TrustManager|HostnameVerifier)",
            "",
            Broken.Trusts.class),
    NAMES_THAT_LEAD_TO_CODE("", "javax\\.naming\\..*|java\\.rmi\\..*", "", Broken.LooksUp.class),
    CONNECTIONS_TO_OTHERS(
            "io.zaaky.ingestion.web\\..*" // sources, with rules of their own
                    + "|io.zaaky.llm.langchain4j\\..*" // the provider that is configured
                    + "|io.zaaky.app.command\\..*|io.zaaky.app.eval.SearchThere" // the server asked
                    + "|io.zaaky.document.parser.Worker", // refuses them
            "java\\.net\\.http\\.HttpClient.*|java\\.net\\.(Http|Jar)?URLConnection"
                    + "|java\\.net\\.Socket|java\\.nio\\.channels\\.SocketChannel"
                    + "|org\\.apache\\.hc\\..*|io\\.helidon\\.webclient\\..*",
            "java\\.net\\.URL\\.(open.*|getContent)",
            Broken.Fetches.class),
    TEXT_PUT_INTO_SQL(Broken.Formats.class);

    private static final String NEVER = "-";
    private static final String FORMATS =
            "java\\.lang\\.String\\.format(ted)?|java\\.text\\.MessageFormat\\..*";

    /** Puts names of columns or places for values into a statement, no value. */
    private static final String FORMS_ITS_SQL = "io.zaaky.conversation.(Messages|.*Rows)";

    /** Its formats are what is said of failures. */
    private static final String TELLS_FAILURES =
            "io.zaaky.retrieval.pgvector.(Schema|Transactions|PgvectorRetrieverProvider)";

    private static final String SQL =
            "java\\.sql\\.(Connection|Statement|PreparedStatement)|io\\.helidon\\.dbclient\\..*";

    private final ArchRule rule;
    private final Class<?> broken;

    /**
     * @param places classes that may, with what is nested in them
     * @param types that nobody may depend on
     * @param methods that nobody may call or refer to
     */
    Ban(String places, String types, String methods, Class<?> broken) {
        this.rule =
                noClasses()
                        .that()
                        .haveNameNotMatching("(" + places + ")(\\$.*)?")
                        .should()
                        .dependOnClassesThat()
                        .haveNameMatching(types.isEmpty() ? NEVER : types)
                        .orShould()
                        .accessTargetWhere(isMethod(methods))
                        .as(name());
        this.broken = broken;
    }

    /** Who speaks to a database puts no text together by a format. */
    Ban(Class<?> broken) {
        this.rule =
                noClasses()
                        .that()
                        .haveNameNotMatching(FORMS_ITS_SQL + "|" + TELLS_FAILURES)
                        .and(
                                DescribedPredicate.describe(
                                        "speak to a database",
                                        (JavaClass type) -> dependsOn(type, SQL)))
                        .should()
                        .accessTargetWhere(isMethod(FORMATS))
                        .as(name());
        this.broken = broken;
    }

    private static boolean dependsOn(JavaClass type, String names) {
        return type.getDirectDependenciesFromSelf().stream()
                .anyMatch(dependency -> dependency.getTargetClass().getName().matches(names));
    }

    private static DescribedPredicate<JavaAccess<?>> isMethod(String names) {
        return DescribedPredicate.describe(
                names,
                access ->
                        (access.getTargetOwner().getName() + "." + access.getName())
                                .matches(names));
    }

    ArchRule rule() {
        return rule;
    }

    Class<?> broken() {
        return broken;
    }
}
