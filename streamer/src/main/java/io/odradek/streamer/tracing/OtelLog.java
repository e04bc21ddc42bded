package io.odradek.streamer.tracing;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/** What OpenTelemetry logs through java.util.logging, in our log: a line each, no stack traces. Thread-safe. */
final class OtelLog extends Handler {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(OtelLog.class);

    /** Java forgets loggers, and their handlers, that nobody holds. */
    private static final Logger ALL = Logger.getLogger("io.opentelemetry");

    private OtelLog() {}

    /** From now on, for the whole process. */
    static synchronized void install() {
        if (ALL.getHandlers().length == 0) {
            ALL.setUseParentHandlers(false);
            ALL.addHandler(new OtelLog());
        }
    }

    @Override
    public void publish(LogRecord record) {
        if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
            Throwable thrown = record.getThrown();
            // The root is of no use: with Java's client it is a closed channel, whatever the fault.
            LOG.warn("tracing (see OTEL_*): {} {}", record.getMessage(), thrown == null ? "" : thrown.getMessage());
        }
    }

    @Override
    public void flush() {
        // Nothing is kept.
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
