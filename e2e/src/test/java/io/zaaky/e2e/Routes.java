package io.zaaky.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The public routes, as the built server itself lists them: a new one is in every test. */
final class Routes {
    private static final String LIST = "io.zaaky.app.http.PublicHttp";

    private Routes() {}

    /** Paths with their placeholders filled in, and the methods that they take. */
    static Map<String, List<String>> all() {
        Map<String, List<String>> all = new TreeMap<>();
        patterns().forEach((path, methods) -> all.put(filledIn(path), methods));
        return all;
    }

    /** Paths with their placeholders, and the methods that they take. */
    static Map<String, List<String>> patterns() {
        try {
            URL jar = Product.built("app/target/zaaky-app-0.1.0.jar").toUri().toURL();
            try (var server =
                    new URLClassLoader(new URL[] {jar}, ClassLoader.getPlatformClassLoader())) {
                var routes = (Map<?, ?>) server.loadClass(LIST).getMethod("routes").invoke(null);
                Map<String, List<String>> all = new TreeMap<>();
                routes.forEach((path, methods) -> all.put((String) path, list(methods)));
                return all;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the server does not list its routes", e);
        }
    }

    private static List<String> list(Object methods) {
        return ((Set<?>) methods).stream().map(String.class::cast).toList();
    }

    private static String filledIn(String path) {
        return path.replace("{org}", "acme")
                .replace("{chatbot}", "desk")
                .replace("{+id}", "docs/v1.2/a.md")
                .replaceAll("\\{\\w+}", "x");
    }
}
