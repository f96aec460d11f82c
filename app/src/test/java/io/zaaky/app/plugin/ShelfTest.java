package io.zaaky.app.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.plugin.Shelf.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShelfTest {
    private final Shelf shelf = new Shelf();
    private final List<String> closed = new ArrayList<>();

    private record Thing(String name) {}

    @Test
    void whatIsMadeFromTheSameIsTheSameAndItsTwinIsClosed() throws InterruptedException {
        var first = new Thing("first");
        Lease<Thing> one = lease("key", first, List.of());
        Lease<Thing> two = lease("key", new Thing("twin"), List.of());
        assertSame(first, two.value());
        assertEquals(List.of("twin"), closed);
        one.close();
        one.close();
        assertEquals(List.of("twin"), closed, "the second user is still there");
        two.close();
        assertEquals(List.of("twin", "first"), closed);
        assertTrue(shelf.awaitEmpty(Duration.ofSeconds(30)));
    }

    @Test
    void whatSomethingNeedsIsClosedAfterIt() {
        Lease<Thing> needed = lease("needed", new Thing("needed"), List.of());
        Lease<Thing> user = lease("user", new Thing("user"), List.of(needed.again().orElseThrow()));
        needed.close();
        assertEquals(List.of(), closed);
        user.close();
        assertEquals(List.of("user", "needed"), closed);
    }

    @Test
    void aTwinLetsGoOfWhatItNeeded() {
        Lease<Thing> needed = lease("needed", new Thing("needed"), List.of());
        Lease<Thing> user = lease("user", new Thing("user"), List.of(needed.again().orElseThrow()));
        Lease<Thing> twin = lease("user", new Thing("twin"), List.of(needed.again().orElseThrow()));
        List.of(needed, user, twin).forEach(Lease::close);
        assertEquals(List.of("twin", "user", "needed"), closed);
    }

    @Test
    void anEndedUseCannotBeRepeatedAndItsPlaceIsFree() throws InterruptedException {
        Lease<Thing> lease = lease("key", new Thing("old"), List.of());
        lease.close();
        assertEquals(Optional.empty(), lease.again());
        Lease<Thing> next = lease("key", new Thing("new"), List.of());
        assertEquals("new", next.value().name());
        assertFalse(shelf.awaitEmpty(Duration.ZERO));
    }

    @Test
    void aFailureToCloseOneThingDoesNotKeepAnotherOpen() {
        Lease<Thing> needed = lease("needed", new Thing("needed"), List.of());
        Lease<Thing> user =
                shelf.lease(
                        new Shelf.Key<>(Thing.class, List.of("user")),
                        new Thing("user"),
                        _ -> {
                            throw new IllegalStateException("cannot be closed");
                        },
                        List.of(needed));
        user.close();
        assertEquals(List.of("needed"), closed);
    }

    private Lease<Thing> lease(String key, Thing made, List<Lease<?>> needs) {
        return shelf.lease(
                new Shelf.Key<>(Thing.class, List.of(key)),
                made,
                thing -> closed.add(thing.name()),
                needs);
    }
}
