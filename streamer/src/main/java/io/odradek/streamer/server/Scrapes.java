package io.odradek.streamer.server;

import com.sun.net.httpserver.HttpHandler;
import io.prometheus.metrics.exporter.httpserver.HttpExchangeAdapter;
import io.prometheus.metrics.exporter.httpserver.MetricsHandler;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Answers {@code /metrics}. A scraper that goes away before it has read everything, or a stop in the middle of a scrape, is
 * no fault: Prometheus' client would write a stack trace for it to standard error, beside our log. Stateless.
 */
final class Scrapes {
    /** Held here: levels of loggers that nobody holds are forgotten. */
    private static final Logger SILENT = Logger.getLogger(HttpExchangeAdapter.class.getName());

    private Scrapes() {}

    static HttpHandler of(PrometheusRegistry metrics) {
        SILENT.setLevel(Level.OFF);
        return new MetricsHandler(metrics);
    }
}
