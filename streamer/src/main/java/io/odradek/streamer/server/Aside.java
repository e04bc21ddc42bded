package io.odradek.streamer.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handlers on a few threads of their own: whatever their clients do, health and metrics have theirs. A request that would
 * wait long is answered 503, to be tried again. Thread-safe.
 */
final class Aside implements AutoCloseable {
    private static final int THREADS = 8;
    private static final int MOST_WAITING = 256;
    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final Logger LOG = LoggerFactory.getLogger(Aside.class);

    private final BoundedTime threads;

    /** @param patience for a request's body and its answer; a client that takes longer is hung up on */
    Aside(Duration patience) {
        threads = new BoundedTime("odradek-page", THREADS, MOST_WAITING, patience);
    }

    /** What it serves, run aside: it returns before the answer is there, unless the request is refused. */
    HttpHandler aside(Endpoint endpoint) {
        return exchange -> {
            Optional<Refusal> refusal = endpoint.guard().apply(exchange);
            if (refusal.isPresent()) {
                refusal.get().send(exchange);
                return;
            }
            long asked = System.nanoTime();
            try {
                threads.execute(() -> run(endpoint.handler(), exchange, asked));
            } catch (RejectedExecutionException e) {
                busy(exchange);
            }
        };
    }

    private static void run(HttpHandler handler, HttpExchange exchange, long asked) {
        try (exchange) {
            if (System.nanoTime() - asked > LONGEST_WAIT_NANOS) {
                busy(exchange);
            } else {
                handler.handle(exchange);
            }
        } catch (IOException e) {
            LOG.debug("a client went away, or was hung up on: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("{} has no answer", exchange.getHttpContext().getPath(), e);
        }
    }

    private static void busy(HttpExchange exchange) throws IOException {
        Refusal.busy("too many ask for the live page: try again").send(exchange);
    }

    @Override
    public void close() {
        threads.close();
    }
}
