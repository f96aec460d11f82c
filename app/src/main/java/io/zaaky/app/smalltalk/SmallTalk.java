package io.zaaky.app.smalltalk;

import io.zaaky.spi.EmbeddingModel;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/**
 * Distinguishes small talk from questions, for all chatbots: by phrases, by similarity in words
 * and, through {@link #by}, by similarity in meaning. Safe to call from many threads.
 */
public final class SmallTalk {
    private static final int MOST_CHARACTERS = 160;
    private static final int MOST_WORDS = 12;

    /**
     * The deduction from a similarity in words for two or more words that small talk does not use.
     */
    private static final double PRICE_IN_WORDS = 0.4;

    private static final double PRICE_IN_MEANING = 0.5;

    private final FutureTask<Examples> examples = new FutureTask<>(Examples::read);
    private final Path folder;
    private final Clock clock;

    /** Entries that no chatbot holds any more may be collected. Guarded by itself. */
    private final Map<Source, WeakReference<ModelMeanings>> meanings = new HashMap<>();

    /** The source of vectors: vectors from different sources are never compared. */
    private record Source(String model, String source) {}

    /**
     * Does no I/O.
     *
     * @param dataDirectory where vectors are stored, in a separate folder
     * @param clock must never be set back
     */
    public SmallTalk(Path dataDirectory, Clock clock) {
        this.folder = dataDirectory.resolve("small-talk");
        this.clock = clock;
    }

    /**
     * Reads the examples unless they have been read; otherwise the first message would wait for
     * that.
     */
    public void load() {
        examples();
    }

    Examples examples() {
        examples.run();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return examples.get();
                } catch (InterruptedException e) {
                    interrupted = true; // it takes only a moment
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Adds the help of an embedding model.
     *
     * @param model called on the caller's thread
     * @param source distinguishes models with the same name from different servers; the same in the
     *     next process
     * @param background prepares the model's vectors of the examples
     */
    public SmallTalkDetector by(EmbeddingModel model, String source, Executor background) {
        ModelMeanings known = meaningsOf(new Source(model.model(), source));
        return new SmallTalkDetector(this, model, known, background);
    }

    private ModelMeanings meaningsOf(Source source) {
        synchronized (meanings) {
            meanings.values().removeIf(one -> one.refersTo(null));
            ModelMeanings known =
                    Optional.ofNullable(meanings.get(source))
                            .map(WeakReference::get)
                            .orElseGet(() -> new ModelMeanings(folder, source.source(), clock));
            meanings.put(source, new WeakReference<>(known));
            return known;
        }
    }

    /** The topic of a small-talk message; empty for a question. By words alone. */
    public Optional<Talk> detect(String message) {
        return look(message).talk();
    }

    Seen look(String message) {
        if (message.length() > MOST_CHARACTERS) {
            return Seen.question();
        }
        List<Token> tokens = Token.of(message);
        List<String> folded = Token.folded(tokens);
        if (tokens.isEmpty() || Token.words(folded) > MOST_WORDS || hasDigit(message)) {
            return Seen.question();
        }
        Phrases phrases = examples().phrases();
        Optional<Talk> whole = phrases.whole(folded);
        return whole.isPresent()
                ? Seen.talk(whole.get())
                : likeness(message, phrases.withoutCourtesies(tokens), tokens);
    }

    private Seen likeness(String message, List<Token> decisive, List<Token> all) {
        List<String> folded = Token.folded(decisive);
        if (folded.size() == 1 && examples().phrases().words().has(folded.getFirst())) {
            return Seen.question(); // "help", "person": a word to search for
        }
        float[] words = examples().likeness().to(folded);
        List<Example> examples = examples().all();
        Nearest nearest = Nearest.of(words, examples);
        Talk talk = examples.get(nearest.example()).talk();
        if (isTalk(nearest, talk, folded, PRICE_IN_WORDS)) {
            return Seen.talk(talk);
        }
        if (!nearest.mayBeTalk(price(folded, Optional.empty(), PRICE_IN_MEANING))) {
            return Seen.question();
        }
        String part =
                decisive.size() == all.size()
                        ? message
                        : message.substring(decisive.getFirst().start(), decisive.getLast().end());
        return Seen.open(part, folded, words);
    }

    /**
     * Decides by meaning and words together.
     *
     * @param meaning similarity to the examples of the sample
     */
    Optional<Talk> decide(Seen seen, float[] meaning) {
        List<Example> sample = examples().sample();
        var both = new float[meaning.length];
        for (int i = 0; i < both.length; i++) {
            both[i] = (seen.words()[Examples.place(i)] + meaning[i]) / 2;
        }
        Nearest nearest = Nearest.of(both, sample);
        Talk talk = sample.get(nearest.example()).talk();
        return isTalk(nearest, talk, seen.tokens(), PRICE_IN_MEANING)
                ? Optional.of(talk)
                : Optional.empty();
    }

    private boolean isTalk(Nearest nearest, Talk talk, List<String> folded, double most) {
        return nearest.isTalk(price(folded, Optional.of(talk.intent()), most));
    }

    /**
     * The deduction from a similarity for words that small talk does not use. A short word, or a
     * character of a script without spaces, counts as half a word. In a request ("can you help me
     * …") such a word counts twice, and a word that only other intents use counts half.
     *
     * @param intent empty if it is not known yet
     * @param most the deduction for two words
     */
    private double price(List<String> folded, Optional<Intent> intent, double most) {
        Vocabulary all = examples().phrases().words();
        boolean wish = intent.filter(Intent::takesAnObject).isPresent();
        Vocabulary own = wish ? examples().phrases().words(intent.get()) : all;
        double unknown = 0;
        for (String word : folded) {
            double weight = word.length() < 3 || Token.isSingle(word) ? 0.5 : 1;
            if (!all.knows(word)) {
                unknown += wish ? 2 * weight : weight;
            } else if (!own.knows(word)) {
                unknown += weight / 2;
            }
        }
        return most * Math.min(unknown, 2) / 2;
    }

    private static boolean hasDigit(String message) {
        return message.chars().anyMatch(Character::isDigit);
    }

    /**
     * The reply of a chatbot without a language model.
     *
     * @param greeting the chatbot's own; empty if it has none
     */
    public String reply(Talk talk, String greeting) {
        Language language = examples().language(talk.language());
        List<String> said = language.replies().get(talk.intent());
        if (said == null || talk.intent() != Intent.GREETING) {
            return said == null ? "" : said.getFirst();
        }
        String salutation = said.getFirst();
        if (greeting.isEmpty()) {
            return join(salutation, said.getLast());
        }
        return greets(greeting) ? greeting : join(salutation, greeting);
    }

    /**
     * Whether a greeting already contains a salutation: "Hello! Hello and welcome" has one too
     * many.
     */
    private boolean greets(String greeting) {
        List<Token> tokens = Token.of(greeting);
        return examples().phrases().withoutCourtesies(tokens).size() < tokens.size()
                || detect(greeting).isPresent();
    }

    private static String join(String salutation, String rest) {
        return salutation.endsWith("！") ? salutation + rest : salutation + " " + rest;
    }
}
