package io.zaaky.spi;

/**
 * Makes components of one type. Implementations have a public constructor without parameters and
 * hold no state.
 *
 * @param <C> the kind of component
 */
public interface PluginProvider<C extends Component> {

    /** The name that YAML uses as {@code provider:}, matching {@code [a-z0-9][a-z0-9-]*}. */
    String type();

    /**
     * Reads and checks {@code settings}, and assembles a component. Does no I/O, starts no threads
     * that matter before the first call, and does not throw for bad settings: it reports them
     * through {@code settings} and returns a component that will then never be used.
     */
    C create(Settings settings, PluginContext context);
}
