package io.zaaky.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The provider whose format a {@link StubScript} writes. */
enum StubDialect {
    /** Server-sent events. */
    OPENAI("text/event-stream", "data: ", "\n\n") {
        @Override
        String token(String piece) {
            return """
            {"id":"c-1","object":"chat.completion.chunk","model":"stub","choices":[{"index":0,\
            "delta":{"content":%s},"finish_reason":null}]}\
            """
                    .formatted(quote(piece));
        }

        @Override
        List<String> finish(String reason) {
            return List.of(
                    """
                    {"id":"c-1","choices":[{"index":0,"delta":{},"finish_reason":%s}]}\
                    """
                            .formatted(quote(reason)));
        }

        @Override
        List<String> usage(String reason, int prompt, int completion) {
            String counts =
                    """
                    {"id":"c-1","choices":[],"usage":{"prompt_tokens":%d,"completion_tokens":%d}}\
                    """
                            .formatted(prompt, completion);
            return List.of(counts, "[DONE]");
        }

        @Override
        String embeddings(List<float[]> vectors) {
            return vectors.stream()
                    .map(Arrays::toString)
                    .map(numbers -> "{\"object\":\"embedding\",\"embedding\":" + numbers + "}")
                    .collect(Collectors.joining(",", "{\"object\":\"list\",\"data\":[", "]}"));
        }
    },

    /** One line of JSON after another; the last line has the finish reason and the token counts. */
    OLLAMA("application/x-ndjson", "", "\n") {
        @Override
        String token(String piece) {
            return """
            {"model":"stub","created_at":"2026-11-23T00:00:00Z","message":\
            {"role":"assistant","content":%s},"done":false}\
            """
                    .formatted(quote(piece));
        }

        @Override
        List<String> finish(String reason) {
            return List.of();
        }

        @Override
        List<String> usage(String reason, int prompt, int completion) {
            return List.of(
                    """
                    {"model":"stub","message":{"role":"assistant","content":""},"done":true,\
                    "done_reason":%s,"prompt_eval_count":%d,"eval_count":%d}\
                    """
                            .formatted(quote(reason), prompt, completion));
        }

        @Override
        String embeddings(List<float[]> vectors) {
            return vectors.stream()
                    .map(Arrays::toString)
                    .collect(Collectors.joining(",", "{\"model\":\"m\",\"embeddings\":[", "]}"));
        }
    };

    final String mediaType;
    private final String before;
    private final String behind;

    StubDialect(String mediaType, String before, String behind) {
        this.mediaType = mediaType;
        this.before = before;
        this.behind = behind;
    }

    /** A frame of a stream with this JSON. */
    final String frame(String json) {
        return before + json + behind;
    }

    /** The JSON of a frame with a piece of text. */
    abstract String token(String piece);

    /** The JSON of the frames with the finish reason, if there are separate frames for it. */
    abstract List<String> finish(String reason);

    /**
     * The JSON of the last frames: the token counts, and the finish reason if it has not been sent.
     */
    abstract List<String> usage(String reason, int prompt, int completion);

    /** The JSON of an answer with vectors. */
    abstract String embeddings(List<float[]> vectors);

    /** A JSON string. A lone surrogate is written as an escape, because UTF-8 cannot encode it. */
    private static String quote(String text) {
        var quoted = new StringBuilder("\"");
        text.codePoints()
                .forEach(
                        c -> {
                            if (c == '"' || c == '\\') {
                                quoted.append('\\').append((char) c);
                            } else if (c < ' ' || Character.getType(c) == Character.SURROGATE) {
                                quoted.append("\\u%04x".formatted(c));
                            } else {
                                quoted.appendCodePoint(c);
                            }
                        });
        return quoted.append('"').toString();
    }
}
