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
 * A process of its own that replaces documents, one after the other, until it is killed, and says a
 * line for each that is done: the document and its version.
 */
final class DocumentWriter {
    static final List<String> DOCUMENTS = List.of("a", "b", "c");

    private DocumentWriter() {}

    /** The chunks of a version. There are more or fewer of them with each, so a mixture is seen. */
    static Document document(String id, int version) {
        String[] texts = new String[2 + version % 3];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = "harbour " + id + " version" + version + " part " + i;
        }
        return DocumentIndexFixture.document(id, texts);
    }

    /** Ends when its standard input does, so that it does not outlive a test that was killed. */
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
            // it has ended, too
        }
        Runtime.getRuntime().halt(1);
    }
}
