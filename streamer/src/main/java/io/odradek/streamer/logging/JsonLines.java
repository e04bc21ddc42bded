package io.odradek.streamer.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * One JSON object a line: {@code time} (ISO-8601, UTC, milliseconds), {@code level}, {@code logger}, {@code thread},
 * {@code message} and, where there is one, {@code stackTrace} as one text. Logback's own JSON has other times, and traces
 * in parts. Thread-safe.
 */
final class JsonLines extends EncoderBase<ILoggingEvent> {
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final byte[] NOTHING = {};

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        JsonObject json = new JsonObject();
        json.addProperty("time", TIME.format(Instant.ofEpochMilli(event.getTimeStamp())));
        json.addProperty("level", event.getLevel().toString());
        json.addProperty("logger", event.getLoggerName());
        json.addProperty("thread", event.getThreadName());
        json.addProperty("message", event.getFormattedMessage());
        if (event.getThrowableProxy() != null) {
            json.addProperty("stackTrace", ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return (GSON.toJson(json) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
