package io.zaaky.document.parser;

import io.zaaky.spi.Document;
import io.zaaky.spi.Document.Chunk;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.SynchronousQueue;
import org.jspecify.annotations.Nullable;

/**
 * The main class of the program. It reads documents from its standard input, one after another, and
 * answers on its standard output. It ends when the input ends, even in the middle of a document.
 * The parent process kills it if a document takes too long; if it runs out of memory, it ends by
 * itself.
 *
 * <pre>
 * request:  utf task; limits (an int each); utf id; utf kind; text title, address, charset;
 *           int length; the bytes
 * answer:   int {@value #ANSWER}; int version of the reader; byte 1; document or markup
 *           int {@value #ANSWER}; int version of the reader; byte 0; text sentence
 * document: text title, address, hash; int chunks; of each: text heading, text; int start, end
 * markup:   texts robots, canonical, base, links
 * texts:    int how many; the texts
 * text:     int length; UTF-8
 * </pre>
 */
public final class Worker {
    static final int ANSWER = 0x5A41414B;
    private static final Set<String> REMOTE =
            Set.of("http", "https", "ftp", "mailto", "jmod", "ldap", "rmi", "gopher");

    private Worker() {}

    /** Serves until the input ends. */
    public static void main(String[] args) throws InterruptedException {
        InputStream in = System.in;
        var out = new FileOutputStream(FileDescriptor.out);
        System.setIn(InputStream.nullInputStream());
        System.setOut(System.err); // output of libraries must not mix with answers
        URL.setURLStreamHandlerFactory(scheme -> REMOTE.contains(scheme) ? new Refused() : null);
        var requests = new SynchronousQueue<Request>();
        Thread.ofPlatform().daemon().name("requests").start(() -> receive(in, requests));
        answer(requests, new DataOutputStream(new BufferedOutputStream(out)));
    }

    /**
     * Waits for the next request while another is being answered, and so notices when the parent is
     * gone.
     */
    private static void receive(InputStream in, SynchronousQueue<Request> requests) {
        try {
            var data = new DataInputStream(new BufferedInputStream(in));
            while (true) {
                requests.put(Request.read(data));
            }
        } catch (IOException | InterruptedException | IllegalArgumentException e) {
            Runtime.getRuntime().halt(0);
        } catch (OutOfMemoryError e) {
            Runtime.getRuntime().halt(3); // as -XX:+ExitOnOutOfMemoryError does
        }
    }

    private static void answer(SynchronousQueue<Request> requests, DataOutputStream out)
            throws InterruptedException {
        try {
            while (true) {
                Request request = requests.take();
                answer(request, out);
                out.flush();
            }
        } catch (IOException e) {
            Runtime.getRuntime().halt(0);
        }
    }

    private static void answer(Request request, DataOutputStream out) throws IOException {
        try {
            switch (request.task()) {
                case DOCUMENT -> {
                    Document document = document(request);
                    begin(1, out);
                    write(document, out);
                }
                case MARKUP -> {
                    PageMarkup markup = markup(request);
                    begin(1, out);
                    write(markup, out);
                }
            }
        } catch (Refusal e) {
            begin(0, out);
            text(String.valueOf(e.getMessage()), out);
        }
    }

    private static Document document(Request request) {
        return DocumentReading.read(
                request.id(), request.content(), request.kind(), request.given(), request.limits());
    }

    private static PageMarkup markup(Request request) {
        return PageMarkup.of(request.content(), request.given().charset(), request.limits());
    }

    private static void begin(int success, DataOutputStream out) throws IOException {
        out.writeInt(ANSWER);
        out.writeInt(Splitter.VERSION);
        out.writeByte(success);
    }

    private static void write(Document document, DataOutputStream out) throws IOException {
        text(document.title(), out);
        text(document.url(), out);
        text(document.hash(), out);
        out.writeInt(document.chunks().size());
        for (Chunk chunk : document.chunks()) {
            text(chunk.heading(), out);
            text(chunk.text(), out);
            out.writeInt(chunk.start());
            out.writeInt(chunk.end());
        }
    }

    private static void write(PageMarkup markup, DataOutputStream out) throws IOException {
        for (List<String> texts :
                List.of(markup.robots(), markup.canonical(), markup.base(), markup.links())) {
            out.writeInt(texts.size());
            for (String text : texts) {
                text(text, out);
            }
        }
    }

    private static void text(String text, DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** Prevents documents from making this program open connections. */
    private static final class Refused extends URLStreamHandler {
        @Override
        protected URLConnection openConnection(URL url) throws IOException {
            throw new IOException("nothing is fetched");
        }

        @Override
        protected URLConnection openConnection(URL url, @Nullable Proxy proxy) throws IOException {
            throw new IOException("nothing is fetched");
        }
    }
}
