package io.odradek.streamer.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What becomes of one line of the log, and of many. */
class LinesTest {
    private static final int LINES = FloodFilter.LINES;

    private final AtomicLong now = new AtomicLong();
    private final List<Runnable> later = new ArrayList<>();
    private final FloodFilter filter = new FloodFilter(now::get, later::add);

    @Test
    void makesOneObjectOfALineWhateverStandsInIt() {
        LoggingEvent event =
                event(Level.WARN, "a \"quoted\" {}", "b\nc\u001b\u2028\u00e9", new IllegalStateException("x\ny"));
        event.setTimeStamp(1_764_000_000_000L);
        event.setThreadName("t");

        String line = new String(new JsonLines().encode(event), StandardCharsets.UTF_8);

        assertThat(line).endsWith("}\n");
        assertThat(line.lines()).hasSize(1);
        JsonObject json = JsonParser.parseString(line).getAsJsonObject();
        assertThat(json.keySet()).containsExactly("time", "level", "logger", "thread", "message", "stackTrace");
        assertThat(json.get("time").getAsString()).isEqualTo("2025-11-24T16:00:00.000Z");
        assertThat(json.get("level").getAsString()).isEqualTo("WARN");
        assertThat(json.get("logger").getAsString()).isEqualTo("a.b");
        assertThat(json.get("thread").getAsString()).isEqualTo("t");
        assertThat(json.get("message").getAsString()).isEqualTo("a \"quoted\" b\nc\u001b\u2028\u00e9");
        assertThat(json.get("stackTrace").getAsString())
                .startsWith("java.lang.IllegalStateException: x\ny")
                .contains("\tat io.odradek");
    }

    @Test
    void letsSoManyLinesOfAKindThroughInAMinute() {
        long through = pass(Level.WARN, "bad {}", 1_000);

        assertThat(through).isEqualTo(LINES);
        assertThat(pass(Level.ERROR, "worse {}", 1_000)).as("another kind").isEqualTo(LINES);
        assertThat(pass(Level.INFO, "good {}", 1_000)).as("not counted").isEqualTo(1_000);
        assertThat(later).as("a summary for each kind").hasSize(2);
    }

    @Test
    void countsWhatWasLeftOutInOneLineAndBeginsAnew() {
        pass(Level.WARN, "bad {}", LINES + 7);

        List<String> said = recorded(() -> {
            later.forEach(Runnable::run);
            later.forEach(Runnable::run);
            filter.summarize();
        });

        assertThat(said).containsExactly("7 more lines like this were left out within a minute: bad {}");
        assertThat(filter.decide(
                        event(Level.WARN, "{} more lines like this were left out within a minute: {}", 1, null)))
                .isEqualTo(FilterReply.NEUTRAL);
        assertThat(pass(Level.WARN, "bad {}", 1_000)).isEqualTo(LINES);
    }

    @Test
    void neverFillsUpWhereLinesAreRare() {
        for (int i = 0; i < 10 * LINES; i++) {
            assertThat(pass(Level.WARN, "bad {}", 1)).isEqualTo(1);
            now.addAndGet(FloodFilter.WINDOW_MILLIS / LINES + 1);
        }
        assertThat(later).isEmpty();
    }

    @Test
    void isNotOutwittedByTextsThatAllDiffer() {
        long through = 0;
        for (int i = 0; i < 10_000; i++) {
            through += pass(Level.WARN, "bad " + i, 1);
        }

        assertThat(through).isLessThanOrEqualTo(500 + LINES);
    }

    @Test
    void forgetsTextsWhoseMinuteIsOver() {
        for (int i = 0; i < 1_000; i++) {
            pass(Level.WARN, "bad " + i, 1);
        }
        now.addAndGet(FloodFilter.WINDOW_MILLIS);

        later.forEach(Runnable::run);

        assertThat(pass(Level.WARN, "bad again", 1)).isEqualTo(1);
        assertThat(pass(Level.WARN, "another", LINES)).as("a kind of its own").isEqualTo(LINES);
    }

    private long pass(Level level, String text, int times) {
        long through = 0;
        for (int i = 0; i < times; i++) {
            through += filter.decide(event(level, text, i, null)) == FilterReply.NEUTRAL ? 1 : 0;
        }
        return through;
    }

    private static LoggingEvent event(Level level, String text, Object parameter, @Nullable Throwable failure) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        return new LoggingEvent("", context.getLogger("a.b"), level, text, failure, new Object[] {parameter});
    }

    /** What is logged meanwhile as {@code a.b}. */
    private static List<String> recorded(Runnable action) {
        ch.qos.logback.classic.Logger logger = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("a.b");
        ch.qos.logback.core.read.ListAppender<ch.qos.logback.classic.spi.ILoggingEvent> list =
                new ch.qos.logback.core.read.ListAppender<>();
        list.start();
        logger.addAppender(list);
        try {
            action.run();
        } finally {
            logger.detachAppender(list);
        }
        return list.list.stream()
                .map(ch.qos.logback.classic.spi.ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
