package io.zaaky.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The yardstick: nginx with one worker, which passes the model server's bytes on as they arrive.
 */
final class Nginx {
    private Nginx() {}

    static Target start(Path folder, int upstreamPort) throws IOException {
        int port = Machine.freePort();
        Path config = folder.resolve("nginx.conf");
        Files.writeString(
                config,
                """
                daemon off;
                worker_processes 1;
                pid nginx.pid;
                error_log nginx-error.log;
                worker_rlimit_nofile 16384;
                events { worker_connections 8192; }
                http {
                  access_log off;
                  client_body_temp_path body;
                  proxy_temp_path proxy;
                  fastcgi_temp_path fastcgi;
                  uwsgi_temp_path uwsgi;
                  scgi_temp_path scgi;
                  server {
                    listen 127.0.0.1:%d backlog=4096;
                    location / {
                      proxy_pass http://127.0.0.1:%d;
                      proxy_http_version 1.1;
                      proxy_buffering off;
                      proxy_read_timeout 300s;
                    }
                  }
                }
                """
                        .formatted(port, upstreamPort));
        var command =
                List.of(
                        "nginx",
                        "-e",
                        "nginx-error.log",
                        "-p",
                        folder + "/",
                        "-c",
                        config.toString());
        ServerProcess server =
                ServerProcess.start(
                        Machine.pinned(command),
                        folder.resolve("nginx.log"),
                        Pattern.compile("never said"));
        server.awaitPort(port);
        return new Target("nginx", port, Target.completion(port), Optional.of(server));
    }
}
