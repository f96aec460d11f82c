package io.zaaky.app.http;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Enum constants as clients write and read them. */
final class Words {
    private Words() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /**
     * The constant that a parameter names; empty if the parameter is missing.
     *
     * @throws Refusal ({@code invalid_field}) if it names none of them
     */
    static <E extends Enum<E>> Optional<E> parameter(
            Exchange exchange, String name, Class<E> type) {
        String text = exchange.query(name).orElse("");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        for (E each : type.getEnumConstants()) {
            if (of(each).equals(text)) {
                return Optional.of(each);
            }
        }
        throw Refusal.field(
                name,
                name
                        + " must be one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(Words::of)
                                .collect(Collectors.joining(", "))
                        + ".");
    }
}
