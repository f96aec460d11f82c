package io.zaaky.app.smalltalk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("UP-21")
class SmallTalkTest {
    private final SmallTalk words = new SmallTalk(Path.of("unused"), Clock.systemUTC());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Hello|true",
                "hi!|true",
                "Hi there :)|true",
                "Good morning|true",
                "Thank you very much!|true",
                "thanks a lot|true",
                "Guten Tag|true",
                "Vielen Dank für die Hilfe|true",
                "hello, how are you?|true",
                "👋 hi|true",
                "ok thanks bye|true",
                "Hello, when do you open?|false",
                "Thanks, and on Sundays?|false",
                "high tide times|false",
                "help|false",
                "the ferry|false",
                "Is it good?|false",
                "…|false",
                "good|false",
                "Thank you for the refund of my ticket|false"
            })
    void greetingsAndThanksAreToldFromQuestions(String message, boolean smallTalk) {
        assertEquals(smallTalk, words.detect(message).isPresent(), message);
    }
}
