package io.zaaky.app.smalltalk;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeaningsFileTest {
    private static final Examples EXAMPLES = Examples.read();
    private static final int DIMENSIONS = 2;

    @TempDir Path folder;

    @Test
    void whatWasWrittenIsRead() throws IOException {
        Meanings written = meanings(1);
        file("a model").write(written);
        Meanings read = file("a model").read().orElseThrow();
        assertEquals(written.dimensions(), read.dimensions());
        assertArrayEquals(written.vectors(), read.vectors());
        for (String language : Language.CODES) {
            assertEquals(written.scale(language), read.scale(language), language);
        }
    }

    @Test
    void theNextOneTakesItsPlaceAndLeavesNothingBehind() throws IOException {
        file("m").write(meanings(1));
        file("m").write(meanings(2));
        assertArrayEquals(meanings(2).vectors(), file("m").read().orElseThrow().vectors());
        assertEquals(1, files().size(), files()::toString);
    }

    @Test
    void modelsWhoseNamesLookAlikeHaveFilesOfTheirOwn() throws IOException {
        List<String> names = List.of("a/b", "a-b", "A/B", "../b", "x".repeat(300), "模型");
        for (int i = 0; i < names.size(); i++) {
            file(names.get(i)).write(meanings(i));
        }
        for (int i = 0; i < names.size(); i++) {
            byte[] read = file(names.get(i)).read().orElseThrow().vectors();
            assertArrayEquals(meanings(i).vectors(), read, names.get(i));
        }
        assertEquals(names.size(), files().size(), files()::toString);
    }

    @Test
    void withoutAFileThereIsNothing() throws IOException {
        assertEquals(Optional.empty(), file("m").read());
    }

    @Test
    void vectorsOfOtherExamplesAreNotUsed() throws IOException {
        file("m").write(meanings(1));
        byte[] bytes = Files.readAllBytes(files().getFirst());
        bytes[Integer.BYTES + 3]++; // of the digest
        Files.write(files().getFirst(), bytes);
        assertEquals(Optional.empty(), file("m").read());
    }

    @Test
    void whateverIsBrokenOrMissingInAFileItIsNotUsed() throws IOException {
        file("m").write(meanings(1));
        Path file = files().getFirst();
        byte[] whole = Files.readAllBytes(file);
        var random = new SplittableRandom(7);
        for (int i = 0; i < 300; i++) {
            int at = i < 60 ? i : random.nextInt(whole.length);
            byte[] broken = whole.clone();
            broken[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, broken);
            assertFalse(isUsed(), "broken at byte " + at);
            Files.write(file, Arrays.copyOf(whole, at));
            assertFalse(isUsed(), "cut at byte " + at);
        }
        Files.write(file, "no vectors at all".getBytes(ISO_8859_1));
        assertFalse(isUsed(), "another file");
    }

    private boolean isUsed() {
        try {
            return file("m").read().isPresent();
        } catch (IOException e) {
            return false; // which is logged, and all is embedded anew
        }
    }

    private MeaningsFile file(String model) {
        return new MeaningsFile(folder.resolve("small-talk"), model, "here", EXAMPLES);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("small-talk"))) {
            return files.toList();
        }
    }

    private static Meanings meanings(int seed) {
        var random = new SplittableRandom(seed);
        var vectors = new byte[EXAMPLES.sample().size() * DIMENSIONS];
        random.nextBytes(vectors);
        Map<String, Meanings.Scale> scales = new HashMap<>();
        for (String language : Language.CODES) {
            scales.put(
                    language,
                    new Meanings.Scale((float) random.nextDouble(), (float) random.nextDouble()));
        }
        return new Meanings(DIMENSIONS, vectors, scales);
    }
}
