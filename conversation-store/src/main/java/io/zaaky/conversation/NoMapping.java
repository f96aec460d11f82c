package io.zaaky.conversation;

import io.helidon.common.GenericType;
import io.helidon.common.mapper.Mapper;
import io.helidon.common.mapper.MapperException;
import io.helidon.common.mapper.MapperManager;
import io.helidon.common.mapper.MappersConfig;
import java.util.Optional;

/**
 * Every column is read in the type that the driver returns. DbClient's own mapping starts Helidon's
 * service registry, which takes half a second of CPU time.
 */
@SuppressWarnings("removal") // DbClient still asks for this type
final class NoMapping implements MapperManager {

    @Override
    public <S, T> T map(S source, GenericType<S> from, GenericType<T> to, String... qualifiers) {
        throw new MapperException(from, to, "columns are not mapped");
    }

    @Override
    public <S, T> T map(S source, Class<S> from, Class<T> to, String... qualifiers) {
        return map(source, GenericType.create(from), GenericType.create(to), qualifiers);
    }

    @Override
    public <S, T> Optional<Mapper<S, T>> mapper(
            GenericType<S> from, GenericType<T> to, String... qualifiers) {
        return Optional.empty();
    }

    @Override
    public MappersConfig prototype() {
        throw new UnsupportedOperationException("made without a configuration");
    }
}
