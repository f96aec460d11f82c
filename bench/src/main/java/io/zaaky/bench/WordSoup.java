package io.zaaky.bench;

import io.zaaky.spi.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Documents of templated text about made-up towns, the same for the same seed. Each chunk has its
 * own subject, so that a question about it has one right answer.
 */
final class WordSoup {

    private static final List<String> THINGS =
            words(
                    "harbour library museum ferry bakery theatre market lighthouse school clinic"
                            + " garden bridge station archive chapel workshop brewery swimming-pool"
                            + " campsite observatory");
    private static final List<String> TOPICS =
            words(
                    "opening-hours tickets parking refunds accessibility dogs bicycles"
                        + " lost-property membership guided-tours group-bookings food photography"
                        + " cloakrooms heating volunteering deliveries cleaning school-visits"
                        + " evening-events");
    private static final List<String> VERBS =
            words("begins closes changes continues costs applies moves waits ends returns");
    private static final List<String> DETAILS =
            words(
                    "on-Mondays after-noon in-winter for-children without-notice by-letter"
                            + " at-the-desk during-storms with-a-discount in-advance near-the-gate"
                            + " twice-a-week");
    private static final List<String> SYLLABLES =
            words("ar bel cor dun el fan gor hal ist jur kel lom mar nor os pel quin ros stav tor");

    private final long seed;
    private final int chunksPerDocument;

    WordSoup(long seed, int chunksPerDocument) {
        this.seed = seed;
        this.chunksPerDocument = chunksPerDocument;
    }

    Document document(int number) {
        List<Document.Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < chunksPerDocument; i++) {
            chunks.add(chunk(number, i));
        }
        String id = id(number);
        return new Document(id, "The " + town(number) + " handbook", "", id + "-" + seed, chunks);
    }

    static String id(int number) {
        return "handbook-" + number + ".md";
    }

    /** A question that one chunk of document {@code number} answers. */
    String question(int number, int chunk) {
        return "What about "
                + topic(number, chunk)
                + " at the "
                + thing(number, chunk)
                + " of "
                + town(number)
                + "?";
    }

    private Document.Chunk chunk(int number, int chunk) {
        var random = new SplittableRandom(seed + number * 1000L + chunk);
        String subject = thing(number, chunk) + " of " + town(number);
        var text = new StringBuilder();
        text.append("About ").append(topic(number, chunk)).append(" at the ").append(subject);
        text.append(". ");
        for (int i = 0; i < 4; i++) {
            text.append("At the ").append(pick(THINGS, random)).append(" it ");
            text.append(pick(VERBS, random)).append(' ').append(pick(DETAILS, random));
            text.append(" at ").append(random.nextInt(6, 20)).append(" o'clock. ");
        }
        return new Document.Chunk(topic(number, chunk), text.toString().strip());
    }

    private String town(int number) {
        var random = new SplittableRandom(seed * 31 + number);
        String name = pick(SYLLABLES, random) + pick(SYLLABLES, random) + pick(SYLLABLES, random);
        return Character.toUpperCase(name.charAt(0)) + name.substring(1) + " " + number;
    }

    private static String thing(int number, int chunk) {
        return plain(THINGS.get((number * 7 + chunk) % THINGS.size()));
    }

    private static String topic(int number, int chunk) {
        return plain(TOPICS.get((number + chunk * 3) % TOPICS.size()));
    }

    private static String pick(List<String> words, SplittableRandom random) {
        return plain(words.get(random.nextInt(words.size())));
    }

    private static String plain(String word) {
        return word.replace('-', ' ');
    }

    private static List<String> words(String text) {
        return List.of(text.split(" ", -1));
    }
}
