package io.zaaky.spi;

/**
 * Creates components of one type. Implementations have a public constructor without parameters and
 * hold no state.
 *
 * @param <C> the kind of component
 */
public interface PluginProvider<C extends Component> {

    /** The name that YAML uses as {@code provider:}, matching {@code [a-z0-9][a-z0-9-]*}. */
    String type();

    /**
     * Reads and checks {@code settings}, and creates a component. Does no I/O, and starts no
     * significant threads before the first call. Does not throw for invalid settings: it reports
     * them through {@code settings} and returns a component that is then never used.
     */
    C create(Settings settings, PluginContext context);
}
