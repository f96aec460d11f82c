package io.zaaky.document.parser;

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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.SynchronousQueue;
import org.jspecify.annotations.Nullable;

/**
 * The program: takes documents on its standard input, one after the other, answers on its standard
 * output, and ends when the input does, whatever it is doing then. Whoever started it kills it when
 * a document takes too long; out of memory, it ends by itself.
 *
 * <pre>
 * request: int limit (characters); utf declared media type; int length; the bytes
 * answer:  int {@value #ANSWER}; byte 1; text type; text title; text xhtml
 *          int {@value #ANSWER}; byte 0; text sentence
 * text:    int length; UTF-8
 * </pre>
 */
public final class Worker {
    static final int ANSWER = 0x5A41414B;
    private static final Set<String> REMOTE =
            Set.of("http", "https", "ftp", "mailto", "jmod", "ldap", "rmi", "gopher");

    private record Request(int limit, String declared, ByteBuffer content) {}

    private Worker() {}

    /** Serves until the input ends. */
    public static void main(String[] args) throws InterruptedException {
        InputStream in = System.in;
        var out = new FileOutputStream(FileDescriptor.out);
        System.setIn(InputStream.nullInputStream());
        System.setOut(System.err); // whatever a library prints is no answer
        URL.setURLStreamHandlerFactory(scheme -> REMOTE.contains(scheme) ? new Refused() : null);
        var requests = new SynchronousQueue<Request>();
        Thread.ofPlatform().daemon().name("requests").start(() -> receive(in, requests));
        answer(requests, new DataOutputStream(new BufferedOutputStream(out)));
    }

    /** Waits for the next request while one is answered, and so sees when nobody is there. */
    private static void receive(InputStream in, SynchronousQueue<Request> requests) {
        try {
            var data = new DataInputStream(in);
            while (true) {
                int limit = data.readInt();
                String declared = data.readUTF();
                byte[] content = new byte[data.readInt()];
                data.readFully(content);
                requests.put(new Request(limit, declared, ByteBuffer.wrap(content)));
            }
        } catch (IOException | InterruptedException e) {
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
        Parsed parsed;
        try {
            parsed =
                    DocumentParser.parse(
                            request.content().array(), request.declared(), request.limit());
        } catch (Refusal e) {
            out.writeInt(ANSWER);
            out.writeByte(0);
            text(String.valueOf(e.getMessage()), out);
            return;
        }
        out.writeInt(ANSWER);
        out.writeByte(1);
        text(parsed.type(), out);
        text(parsed.title(), out);
        text(parsed.xhtml(), out);
    }

    private static void text(String text, DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** No document makes this program talk to anybody. */
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
