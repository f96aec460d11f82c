package io.zaaky.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * The bytes of a streamed answer as OpenAI and llama.cpp send them: a role chunk, one chunk per
 * token, finish, usage, {@code [DONE]}; each in its own HTTP chunk. Used by one thread.
 */
final class ModelChunks {
    private static final String PLACE = " @0000000000000000";

    private final byte[] head =
            ("""
            HTTP/1.1 200 OK\r
            Content-Type: text/event-stream; charset=utf-8\r
            Cache-Control: no-cache\r
            Transfer-Encoding: chunked\r
            \r
            """
                            + framed(
                                    chunk(
                                            "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}",
                                            "null")))
                    .getBytes(ISO_8859_1);
    private final byte[] token =
            framed(chunk("{\"content\":\"" + PLACE + "\"}", "null")).getBytes(ISO_8859_1);
    private final int mark = mark(token);
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(2048);

    /** The response's head and the role chunk. The buffer is valid until the next call. */
    ByteBuffer head() {
        return filled(head);
    }

    /** One token, stamped with the current time. */
    ByteBuffer token(int number) {
        Stamp.write(token, mark, number, Stamp.now());
        return filled(token);
    }

    /** The bytes after the last token, to the end of the response. */
    ByteBuffer end(int tokens) {
        String usage =
                String.format(
                        Locale.ROOT,
                        "{\"id\":\"chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT\",\"object\":\"chat.completion.chunk\","
                            + "\"created\":1763866800,\"model\":\"bench\",\"system_fingerprint\":\"fp_bench\","
                            + "\"choices\":[],\"usage\":{\"prompt_tokens\":21,\"completion_tokens\":%d,\"total_tokens\":%d}}",
                        tokens,
                        tokens + 21);
        String end =
                framed(chunk("{}", "\"stop\"")) + framed(usage) + framed("[DONE]") + "0\r\n\r\n";
        return filled(end.getBytes(ISO_8859_1));
    }

    private static String chunk(String delta, String finish) {
        return "{\"id\":\"chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT\",\"object\":\"chat.completion.chunk\","
                   + "\"created\":1763866800,\"model\":\"bench\",\"system_fingerprint\":\"fp_bench\","
                   + "\"choices\":[{\"index\":0,\"delta\":"
                + delta
                + ",\"logprobs\":null,\"finish_reason\":"
                + finish
                + "}]}";
    }

    private static String framed(String data) {
        String event = "data: " + data + "\n\n";
        return Integer.toHexString(event.length()) + "\r\n" + event + "\r\n";
    }

    private static int mark(byte[] bytes) {
        return Stamp.find(bytes, 0, bytes.length);
    }

    private ByteBuffer filled(byte[] bytes) {
        return buffer.clear().put(bytes).flip();
    }
}
