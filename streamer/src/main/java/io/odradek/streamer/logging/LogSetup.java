package io.odradek.streamer.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.odradek.streamer.config.LogFormat;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import org.slf4j.LoggerFactory;

/**
 * Logback's configuration. In Java, because reading XML takes a noticeable part of the start; logback finds it as a
 * service. A file of one's own in {@code -Dlogback.configurationFile} replaces all of it. Stateless.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
    private static final String APPENDER = "STDERR";
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSX, UTC} %-5level %logger{0} %msg%n";
    private static final String KAFKA = "org.apache.kafka.";

    private static final Map<String, Level> LEVELS = Map.of(
            Logger.ROOT_LOGGER_NAME,
            Level.WARN,
            "io.odradek",
            Level.INFO,
            // Kafka Streams warns about settings that it makes for itself, and about one for a later release.
            KAFKA + "streams.StreamsConfig",
            Level.ERROR,
            KAFKA + "clients.consumer.ConsumerConfig",
            Level.ERROR,
            KAFKA + "clients.producer.ProducerConfig",
            Level.ERROR,
            KAFKA + "clients.admin.AdminClientConfig",
            Level.ERROR,
            // Whoever asked hears of it, and says it in one line.
            KAFKA + "clients.admin.internals.AdminMetadataManager",
            Level.OFF,
            // A record for which a poll has no more room is no error, and comes with the next one.
            KAFKA + "clients.consumer.internals.CompletedFetch",
            Level.OFF,
            // DJL warns that there is no CUDA; models are served on the CPU.
            "ai.djl.onnxruntime.engine.OrtEngine",
            Level.ERROR);

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        LEVELS.forEach((logger, level) -> context.getLogger(logger).setLevel(level));
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setName(APPENDER);
        appender.setTarget("System.err");
        appender.setEncoder(started(text(), context));
        appender.addFilter(new RetryFilter());
        appender.addFilter(new FloodFilter(System::currentTimeMillis, LogSetup::minuteLater));
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** From now on lines look like this, unless logback was configured by somebody else. */
    public static void use(LogFormat format) {
        if (root().getAppender(APPENDER) instanceof ConsoleAppender<ILoggingEvent> appender) {
            EncoderBase<ILoggingEvent> encoder = switch (format) {
                case TEXT -> text();
                case JSON -> new JsonLines();
            };
            appender.setEncoder(started(encoder, root().getLoggerContext()));
        }
    }

    /** Whether lines are JSON now. */
    public static boolean isJson() {
        return root().getAppender(APPENDER) instanceof ConsoleAppender<ILoggingEvent> appender
                && appender.getEncoder() instanceof JsonLines;
    }

    /** Says how many lines were left out so far: to be called before the process ends. */
    public static void flush() {
        if (root().getAppender(APPENDER) instanceof ConsoleAppender<ILoggingEvent> appender) {
            appender.getCopyOfAttachedFiltersList().stream()
                    .filter(FloodFilter.class::isInstance)
                    .forEach(filter -> ((FloodFilter) filter).summarize());
        }
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    }

    private static EncoderBase<ILoggingEvent> text() {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setPattern(PATTERN);
        return encoder;
    }

    private static Encoder<ILoggingEvent> started(EncoderBase<ILoggingEvent> encoder, LoggerContext context) {
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }

    /** Rare, so a thread for each. */
    private static void minuteLater(Runnable task) {
        Timer timer = new Timer("odradek-log", true);
        timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        task.run();
                        timer.cancel();
                    }
                },
                FloodFilter.WINDOW_MILLIS);
    }
}
