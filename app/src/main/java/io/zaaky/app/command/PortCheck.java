package io.zaaky.app.command;

import io.zaaky.app.config.ServerSettings;
import io.zaaky.app.doctor.Finding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Checks whether a server can listen, or whether a Zaaky server already does. */
public final class PortCheck {
    private static final Duration LIMIT = Duration.ofSeconds(4);
    private static final String HEALTH = "/health/live";

    private PortCheck() {}

    /** Checks both ports. */
    public static List<Finding> look(ServerSettings server) {
        List<Finding> found = new ArrayList<>();
        found.add(
                port(
                        "public port",
                        server.host(),
                        server.port(),
                        "/api/public/chatbots/-/-",
                        "unknown_chatbot",
                        "--port"));
        found.add(
                port(
                        "management port",
                        server.managementHost(),
                        server.managementPort(),
                        HEALTH,
                        "\"UP\"",
                        "--management-port"));
        if (!isLoopback(server.managementHost())) {
            found.add(
                    Finding.warn(
                            "management port",
                            "other machines reach it at " + server.managementHost(),
                            "it asks for no key: have a firewall let monitoring through and nobody"
                                    + " else, or set server.management-host to 127.0.0.1"));
        }
        return found;
    }

    private static Finding port(
            String name, String host, int port, String path, String ours, String option) {
        String place = host + ":" + port;
        if (port == 0) {
            return Finding.ok(name, "any that is free");
        }
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address(host), port));
            return Finding.ok(name, place + " is free");
        } catch (IOException e) {
            return isOurs(host, port, path, ours)
                    ? Finding.ok(name, place + " is taken by a Zaaky server")
                    : Finding.fail(
                            name,
                            place + " can't be listened on: " + e.getMessage(),
                            "end the program that has it, or take another port with " + option);
        }
    }

    private static boolean isOurs(String host, int port, String path, String expected) {
        try (var client = HttpClient.newBuilder().connectTimeout(LIMIT).build()) {
            String reached =
                    isAny(host) ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host;
            var request =
                    HttpRequest.newBuilder(URI.create("http://" + reached + ":" + port + path))
                            .timeout(LIMIT)
                            .build();
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            return response.body().contains(expected);
        } catch (IOException | IllegalArgumentException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static InetAddress address(String host) throws IOException {
        return InetAddress.getAllByName(host)[0];
    }

    private static boolean isAny(String host) {
        return host.equals("0.0.0.0") || host.equals("::");
    }

    private static boolean isLoopback(String host) {
        try {
            return address(host).isLoopbackAddress();
        } catch (IOException e) {
            return false;
        }
    }
}
