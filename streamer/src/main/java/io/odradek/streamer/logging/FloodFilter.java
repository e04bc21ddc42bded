package io.odradek.streamer.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.LoggerFactory;

/**
 * Lets at most {@value #LINES} warnings and errors of one kind through in a minute, and then one line that counts the
 * others. Of one kind are lines of the same logger with the same text before its parameters are filled in. Lines of other
 * levels are not counted: they tell of what happens once. Thread-safe.
 */
final class FloodFilter extends Filter<ILoggingEvent> {
    /** Lines of a kind in a minute. */
    static final int LINES = 20;

    static final long WINDOW_MILLIS = 60_000;
    /** A library may put its parameters into the text itself; then all of its lines are one kind. */
    private static final int MAX_KINDS = 500;

    /** Stands for what goes beyond. */
    private static final String MANY_TEXTS = "(many different texts)";

    private static final int MAX_TEXT = 200;
    private static final String SUMMARY = "{} more lines like this were left out within a minute: {}";

    /** Lines of the same text. */
    private record Kind(String logger, String text) {}

    /** One kind in its minute. */
    private static final class Count {
        private long began;
        private int lines;
        private long leftOut;
    }

    private final LongSupplier clock;
    private final Consumer<Runnable> minuteLater;
    private final Map<Kind, Count> kinds = new HashMap<>(); // guarded by this

    /**
     * Sees nothing yet.
     *
     * @param clock milliseconds
     * @param minuteLater runs something once, a minute later, on another thread: a line that is logged within a filter is
     *     lost
     */
    FloodFilter(LongSupplier clock, Consumer<Runnable> minuteLater) {
        this.clock = clock;
        this.minuteLater = minuteLater;
    }

    @Override
    public FilterReply decide(ILoggingEvent event) {
        if (!event.getLevel().isGreaterOrEqual(Level.WARN) || SUMMARY.equals(event.getMessage())) {
            return FilterReply.NEUTRAL;
        }
        return passes(new Kind(event.getLoggerName(), String.valueOf(event.getMessage())))
                ? FilterReply.NEUTRAL
                : FilterReply.DENY;
    }

    private synchronized boolean passes(Kind given) {
        long now = clock.getAsLong();
        if (kinds.size() >= MAX_KINDS) {
            // Texts that were only ever logged once must not fill the table for good.
            kinds.values().removeIf(count -> count.leftOut == 0 && now - count.began >= WINDOW_MILLIS);
        }
        Kind kind = kinds.containsKey(given) || kinds.size() < MAX_KINDS ? given : new Kind(given.logger, MANY_TEXTS);
        Count count = kinds.computeIfAbsent(kind, k -> new Count());
        if (count.lines == 0 || (count.leftOut == 0 && now - count.began >= WINDOW_MILLIS)) {
            count.began = now;
            count.lines = 0;
        }
        count.lines++;
        if (count.lines <= LINES) {
            return true;
        }
        count.leftOut++;
        if (count.leftOut == 1) {
            minuteLater.accept(() -> summarize(kind));
        }
        return false;
    }

    /** Says at once what was left out so far. */
    void summarize() {
        List<Kind> all;
        synchronized (this) {
            all = new ArrayList<>(kinds.keySet());
        }
        all.forEach(this::summarize);
    }

    private void summarize(Kind kind) {
        long leftOut;
        synchronized (this) {
            Count count = kinds.remove(kind);
            leftOut = count == null ? 0 : count.leftOut;
        }
        if (leftOut > 0) {
            String text = kind.text.replaceAll("\\p{Cntrl}", " ");
            LoggerFactory.getLogger(kind.logger)
                    .warn(SUMMARY, leftOut, text.substring(0, Math.min(text.length(), MAX_TEXT)));
        }
    }
}
