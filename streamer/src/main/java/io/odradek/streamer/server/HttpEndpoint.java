package io.odradek.streamer.server;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import io.odradek.streamer.tls.ServerTls;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The HTTP port. {@code /metrics}, {@code /health}, {@code /health/live}, {@code /health/ready} and {@code
 * /health/ready/MODEL} answer GET and HEAD and change nothing; {@code /pause} and {@code /resume} answer POST, to who is let in only; the live page's
 * endpoints are served aside. Where clients need certificates, all but {@code /health} and what is below it asks for one: a
 * prober has none. Up to 15 clients
 * that do not end their request hold nobody up, and each 16 more by 2 s at most; one whose body does not come is answered
 * all the same, and hung up on. Thread-safe.
 */
public final class HttpEndpoint implements AutoCloseable {
    private static final int THREADS = 16;
    /** For a request and its answer, from its first byte to its last; a client that takes longer is hung up on. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** The same for what is served aside, from when its turn comes. */
    private static final Duration PATIENCE_ASIDE = Duration.ofSeconds(10);

    /** For what nobody reads of a request that is answered. */
    private static final Duration REST = Duration.ofMillis(200);

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;
    private static final Set<String> READ = Endpoint.READ;
    private static final Set<String> CHANGE = Endpoint.CHANGE;

    private final HttpServer server;
    private final BoundedTime executor;
    private final Aside aside;

    private HttpEndpoint(HttpServer server, BoundedTime executor, Aside aside) {
        this.server = server;
        this.executor = executor;
        this.aside = aside;
    }

    /**
     * Binds and serves.
     *
     * @param host name or address
     * @param port 0 for any free one
     * @param metrics what {@code /metrics} shows
     * @param health asked at each request
     * @param operator who may pause and resume
     * @param others what else is served, each path once
     * @param tls how, if at all, TLS is spoken
     * @throws IOException when the address cannot be bound
     */
    public static HttpEndpoint start(
            String host,
            int port,
            Optional<ServerTls> tls,
            PrometheusRegistry metrics,
            Supplier<HealthReport> health,
            OperatorAccess operator,
            List<Endpoint> others)
            throws IOException {
        return bind(
                server(new InetSocketAddress(host, port), tls),
                PATIENCE,
                PATIENCE_ASIDE,
                metrics,
                health,
                operator,
                others);
    }

    /** @param patience for a request and its answer, wherever it is served */
    static HttpEndpoint start(
            InetSocketAddress address,
            Duration patience,
            PrometheusRegistry metrics,
            Supplier<HealthReport> health,
            OperatorAccess operator,
            List<Endpoint> others)
            throws IOException {
        return bind(server(address, Optional.empty()), patience, patience, metrics, health, operator, others);
    }

    private static HttpServer server(InetSocketAddress address, Optional<ServerTls> tls) throws IOException {
        ServerLimits.set();
        if (tls.isEmpty()) {
            return HttpServer.create(address, 0);
        }
        HttpsServer server = HttpsServer.create(address, 0);
        server.setHttpsConfigurator(tls.get().configurator());
        return server;
    }

    private static HttpEndpoint bind(
            HttpServer server,
            Duration patience,
            Duration patienceAside,
            PrometheusRegistry metrics,
            Supplier<HealthReport> health,
            OperatorAccess operator,
            List<Endpoint> others) {
        BoundedTime executor = new BoundedTime("odradek-http", THREADS, Integer.MAX_VALUE, patience);
        Aside aside = new Aside(patienceAside);
        server.setExecutor(executor);
        Admittance admittance = operator.admittance();
        route(server, executor, READ, "/metrics", admitted(admittance, Scrapes.of(metrics)));
        route(server, executor, READ, "/health", report(health, r -> true));
        route(server, executor, READ, "/health/live", report(health, HealthReport::live));
        route(server, executor, READ, "/health/ready", report(health, HealthReport::ready));
        // What is served stays the same.
        for (HealthReport.Model model : health.get().models()) {
            route(server, executor, READ, "/health/ready/" + model.name(), report(health, r -> r.ready(model.name())));
        }
        HttpHandler newState = report(health, r -> true);
        route(
                server,
                executor,
                CHANGE,
                "/pause",
                admitted(admittance, change(operator, operator.flow()::pause, newState)));
        route(
                server,
                executor,
                CHANGE,
                "/resume",
                admitted(admittance, change(operator, operator.flow()::resume, newState)));
        for (Endpoint other : others) {
            route(server, executor, other.methods(), other.path(), admitted(admittance, aside.aside(other)));
        }
        if (others.stream().noneMatch(other -> other.path().equals("/"))) {
            serve(server, executor, "/", exchange -> Reply.text(exchange, NOT_FOUND, "not found\n"));
        }
        server.start();
        return new HttpEndpoint(server, executor, aside);
    }

    /** The port that is bound. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        aside.close();
        executor.close();
    }

    /** The server matches prefixes; here a path is a path. */
    private static void route(
            HttpServer server, BoundedTime executor, Set<String> methods, String path, HttpHandler handler) {
        serve(server, executor, path, exchange -> {
            if (!path.equals(exchange.getRequestURI().getPath())) {
                Reply.text(exchange, NOT_FOUND, "not found\n");
            } else if (!methods.contains(exchange.getRequestMethod())) {
                String allowed = String.join(", ", new TreeSet<>(methods));
                exchange.getResponseHeaders().set("Allow", allowed);
                Reply.text(exchange, METHOD_NOT_ALLOWED, "allowed: " + allowed + "\n");
            } else {
                handler.handle(exchange);
            }
        });
    }

    /** Every request that is understood goes through here. */
    private static void serve(HttpServer server, BoundedTime executor, String prefix, HttpHandler handler) {
        server.createContext(prefix, exchange -> {
            UnreadBody.endsSoon(exchange, () -> executor.hurry(REST));
            Reply.setHeaders(exchange);
            handler.handle(exchange);
        });
    }

    private static HttpHandler admitted(Admittance admittance, HttpHandler handler) {
        return exchange -> {
            Optional<Refusal> refusal = admittance.certificateRefusal(exchange);
            if (refusal.isPresent()) {
                refusal.get().send(exchange);
            } else {
                handler.handle(exchange);
            }
        };
    }

    private static HttpHandler report(Supplier<HealthReport> health, Predicate<HealthReport> good) {
        return exchange -> {
            HealthReport report = health.get();
            byte[] json = report.toJson().getBytes(StandardCharsets.UTF_8);
            Reply.json(exchange, good.test(report) ? OK : UNAVAILABLE, json);
        };
    }

    /** The body of the request is not read. */
    private static HttpHandler change(OperatorAccess operator, Runnable change, HttpHandler newState) {
        return exchange -> {
            Optional<Refusal> refusal = operator.refusal(exchange);
            if (refusal.isPresent()) {
                refusal.get().send(exchange);
            } else {
                change.run();
                newState.handle(exchange);
            }
        };
    }
}
