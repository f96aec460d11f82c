package io.zaaky.app.http;

import io.zaaky.app.chat.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits an answer into chunks of a given number of words. */
final class Chunks {
    private static final Pattern WORD = Pattern.compile("\\s*\\S+\\s*");

    private Chunks() {}

    /**
     * Splits a text into at least one chunk; joined, the chunks give the text, white space
     * included.
     */
    static List<String> of(String text, int words) {
        List<String> chunks = new ArrayList<>();
        Matcher word = WORD.matcher(text);
        int start = 0;
        int count = 0;
        while (word.find()) {
            if (++count == words) {
                chunks.add(text.substring(start, word.end()));
                start = word.end();
                count = 0;
            }
        }
        if (start < text.length() || chunks.isEmpty()) {
            chunks.add(text.substring(start));
        }
        return chunks;
    }

    static void send(List<String> chunks, Duration delay, Answer answer, Viewer out) {
        for (int i = 0; i < chunks.size(); i++) {
            if (i > 0) {
                pause(delay);
            }
            out.event(event(chunks.get(i), i, i == chunks.size() - 1, answer));
        }
    }

    private static byte[] event(String chunk, int index, boolean last, Answer answer) {
        return Json.write(
                json -> {
                    json.writeStringField("chunk", chunk);
                    json.writeNumberField("index", index);
                    json.writeBooleanField("done", last);
                    if (last) {
                        Payloads.about(json, answer);
                    }
                });
    }

    private static void pause(Duration delay) {
        try {
            Thread.sleep(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server stops: send the rest at once
        }
    }
}
