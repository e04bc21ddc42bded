package io.odradek.streamer.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.exporter.httpserver.MetricsHandler;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The HTTP port. {@code /metrics}, {@code /health}, {@code /health/live}, {@code /health/ready} and {@code
 * /health/ready/MODEL} answer GET and HEAD and change nothing; {@code /pause} and {@code /resume} answer POST, with a token only. Up to 15 clients
 * that do not end their request hold nobody up, and each 16 more by 10 s at most. Thread-safe.
 */
public final class HttpEndpoint implements AutoCloseable {
    private static final int THREADS = 16;
    /** For a request and its answer, from its first byte to its last; a client that takes longer is hung up on. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;
    private static final Set<String> READ = Set.of("GET", "HEAD");
    private static final Set<String> CHANGE = Set.of("POST");

    private final HttpServer server;
    private final BoundedTime executor;

    private HttpEndpoint(HttpServer server, BoundedTime executor) {
        this.server = server;
        this.executor = executor;
    }

    /**
     * Binds and serves.
     *
     * @param host name or address
     * @param port 0 for any free one
     * @param metrics what {@code /metrics} shows
     * @param health asked at each request
     * @param operator who may pause and resume
     * @throws IOException when the address cannot be bound
     */
    public static HttpEndpoint start(
            String host, int port, PrometheusRegistry metrics, Supplier<HealthReport> health, OperatorAccess operator)
            throws IOException {
        return start(new InetSocketAddress(host, port), PATIENCE, metrics, health, operator);
    }

    static HttpEndpoint start(
            InetSocketAddress address,
            Duration patience,
            PrometheusRegistry metrics,
            Supplier<HealthReport> health,
            OperatorAccess operator)
            throws IOException {
        HttpServer server = HttpServer.create(address, 0);
        BoundedTime executor = new BoundedTime(THREADS, patience);
        server.setExecutor(executor);
        route(server, READ, "/metrics", new MetricsHandler(metrics));
        route(server, READ, "/health", report(health, r -> true));
        route(server, READ, "/health/live", report(health, HealthReport::live));
        route(server, READ, "/health/ready", report(health, HealthReport::ready));
        // What is served stays the same.
        for (HealthReport.Model model : health.get().models()) {
            route(server, READ, "/health/ready/" + model.name(), report(health, r -> r.ready(model.name())));
        }
        HttpHandler newState = report(health, r -> true);
        route(server, CHANGE, "/pause", change(operator, operator.flow()::pause, newState));
        route(server, CHANGE, "/resume", change(operator, operator.flow()::resume, newState));
        server.createContext("/", exchange -> answer(exchange, NOT_FOUND, "text/plain", "not found\n"));
        server.start();
        return new HttpEndpoint(server, executor);
    }

    /** The port that is bound. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.close();
    }

    /** The server matches prefixes; here a path is a path. */
    private static void route(HttpServer server, Set<String> methods, String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            if (!exchange.getRequestURI().getPath().equals(path)) {
                answer(exchange, NOT_FOUND, "text/plain", "not found\n");
            } else if (!methods.contains(exchange.getRequestMethod())) {
                String allowed = String.join(", ", new TreeSet<>(methods));
                exchange.getResponseHeaders().set("Allow", allowed);
                answer(exchange, METHOD_NOT_ALLOWED, "text/plain", "allowed: " + allowed + "\n");
            } else {
                handler.handle(exchange);
            }
        });
    }

    private static HttpHandler report(Supplier<HealthReport> health, Predicate<HealthReport> good) {
        return exchange -> {
            HealthReport report = health.get();
            answer(exchange, good.test(report) ? OK : UNAVAILABLE, "application/json", report.toJson());
        };
    }

    /** The body of the request is not read: closing the exchange drops it, or the connection if it is long. */
    private static HttpHandler change(OperatorAccess operator, Runnable change, HttpHandler newState) {
        return exchange -> {
            Optional<OperatorAccess.Refusal> refusal = operator.refusal(exchange);
            if (refusal.isPresent()) {
                if (refusal.get().status() == UNAUTHORIZED) {
                    exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
                }
                answer(
                        exchange,
                        refusal.get().status(),
                        "text/plain",
                        refusal.get().text());
                return;
            }
            change.run();
            newState.handle(exchange);
        };
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }
}
