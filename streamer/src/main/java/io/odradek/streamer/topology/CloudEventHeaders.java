package io.odradek.streamer.topology;

import io.odradek.streamer.message.Source;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Makes a prediction an event of its own, in the binary mode of CloudEvents 1.0's Kafka binding. Its id is the image's
 * place, so that an answer that a crash repeats has the same id again. What names the image's own event is moved to
 * {@code ce_subject} and {@code ce_imagesource}; extension attributes and all other headers are kept. Thread-safe.
 */
public final class CloudEventHeaders implements PredictionHeaders {
    private static final String TYPE = "io.odradek.prediction";
    private static final String ID = "ce_id";
    private static final String SOURCE = "ce_source";
    private static final String IMAGE_SOURCE = "ce_imagesource";
    private static final String ODRADEK_ID = "odradek-id";

    /** What describes an image's event, and not the prediction's. */
    private static final List<String> REPLACED = List.of(
            "content-type",
            "ce_specversion",
            ID,
            SOURCE,
            "ce_type",
            "ce_subject",
            "ce_time",
            "ce_dataschema",
            "ce_datacontenttype",
            IMAGE_SOURCE);

    private final byte[] eventSource;

    /** @param applicationId names the streamers in {@code ce_source} */
    public CloudEventHeaders(String applicationId) {
        this.eventSource = utf8("/odradek/" + applicationId);
    }

    @Override
    public Headers of(Headers image, Source source) {
        Headers headers = new RecordHeaders(image);
        REPLACED.forEach(headers::remove);
        headers.add("content-type", utf8("application/json"));
        headers.add("ce_specversion", utf8("1.0"));
        headers.add("ce_type", utf8(TYPE));
        headers.add(SOURCE, eventSource.clone());
        headers.add(ID, utf8(source.topic() + "-" + source.partition() + "-" + source.offset()));
        byte[] subject = text(image.lastHeader(ID));
        subject = subject == null ? text(image.lastHeader(ODRADEK_ID)) : subject;
        if (subject != null) {
            headers.add("ce_subject", subject);
        }
        byte[] imageSource = text(image.lastHeader(SOURCE));
        if (imageSource != null) {
            headers.add(IMAGE_SOURCE, imageSource);
        }
        return headers;
    }

    /** A header's value where it is a string as CloudEvents allows them: not empty, UTF-8, no control characters. */
    private static byte @Nullable [] text(@Nullable Header header) {
        if (header == null || header.value() == null || header.value().length == 0) {
            return null;
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(header.value()))
                    .toString();
            return text.codePoints().anyMatch(Character::isISOControl) ? null : header.value();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
