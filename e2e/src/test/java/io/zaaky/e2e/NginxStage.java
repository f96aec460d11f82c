package io.zaaky.e2e;

import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** A visitor, nginx, and what stands behind it. */
record NginxStage(NginxVisitor visitor, NginxFront nginx, NginxUpstream zaaky)
        implements AutoCloseable {
    /**
     * Starts all three.
     *
     * @param folder for nginx's files
     * @param change the test's own change to the shipped configuration
     */
    static NginxStage open(Path folder, UnaryOperator<String> change) {
        var zaaky = new NginxUpstream();
        var nginx = new NginxFront(folder, zaaky.port(), change);
        return new NginxStage(new NginxVisitor(nginx.certificate()), nginx, zaaky);
    }

    static NginxStage open(Path folder) {
        return open(folder, UnaryOperator.identity());
    }

    @Override
    public void close() {
        visitor.close();
        nginx.close();
        zaaky.close();
    }
}
