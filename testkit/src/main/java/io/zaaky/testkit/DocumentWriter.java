package io.zaaky.testkit;

import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Document;
import io.zaaky.spi.DocumentIndex;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.util.List;

/**
 * A separate process that replaces documents, one after another, until it is killed. It prints a
 * line for each document that is done, with the document and its version.
 */
final class DocumentWriter {
    static final List<String> DOCUMENTS = List.of("a", "b", "c");

    private DocumentWriter() {}

    /**
     * A document in a version. The number of chunks varies by version, so that a mixture is
     * detected.
     */
    static Document document(String id, int version) {
        String[] texts = new String[2 + version % 3];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = "harbour " + id + " version" + version + " part " + i;
        }
        return DocumentIndexFixture.document(id, texts);
    }

    /**
     * Starts the process. It ends when its standard input ends, so that it does not outlive a
     * killed test.
     */
    static Process start(DocumentIndexFixture test, ChatbotKey chatbot) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DocumentWriter.class.getName(),
                        test.getClass().getName(),
                        test.storage(),
                        chatbot.org(),
                        chatbot.chatbot())
                .redirectError(Redirect.INHERIT)
                .start();
    }

    /** Arguments: the contract test's class, its storage, the organisation, the chatbot. */
    @SuppressWarnings("SystemOut") // the lines are for the test
    public static void main(String[] args) throws Exception {
        Thread.ofPlatform().daemon().start(DocumentWriter::endWithInput);
        Constructor<?> constructor = Class.forName(args[0]).getDeclaredConstructor();
        constructor.setAccessible(true);
        var test = (DocumentIndexFixture) constructor.newInstance();
        var chatbot = new ChatbotKey(args[2], args[3]);
        DocumentIndex index = test.index(test.embedding, args[1]);
        for (int version = 1; ; version++) {
            for (String id : DOCUMENTS) {
                index.put(chatbot, document(id, version));
                System.out.println(id + " " + version);
            }
        }
    }

    private static void endWithInput() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // the input has ended as well
        }
        Runtime.getRuntime().halt(1);
    }
}
