package io.odradek.streamer.image;

import io.odradek.streamer.image.Decoding.Rejected;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From a record's value to the tensor: takes the image out of its envelope where there is one, and decodes it. Not
 * thread-safe: one for each thread.
 */
public final class PayloadDecoder {
    /** Of an envelope, beside the image: names, id, content type, and fields that are skipped. */
    private static final int ENVELOPE_BYTES = 65_536;

    private final ImageLimits limits;
    private final boolean enveloped;
    private final ImageDecoder decoder;

    /**
     * What came of a value.
     *
     * @param decoding the tensor, or why there is none
     * @param id the image's id, where its envelope has one that can be read
     */
    public record Payload(Decoding decoding, @Nullable String id) {}

    /**
     * A decoder.
     *
     * @param enveloped whether values are JSON objects with an image in them, or images
     */
    public PayloadDecoder(ImageLimits limits, boolean enveloped) {
        this.limits = limits;
        this.enveloped = enveloped;
        this.decoder = new ImageDecoder(limits);
    }

    /**
     * Decodes one value.
     *
     * @param contentType the record's {@code content-type} header, if any; of an envelope its own field counts instead
     */
    public Payload decode(byte @Nullable [] value, @Nullable String contentType, InputSpec spec) {
        if (!enveloped || value == null || value.length == 0) {
            return new Payload(decoder.decode(value, contentType, spec), null);
        }
        long most = mostBytes(spec.bytes());
        if (value.length > most) {
            return new Payload(
                    new Rejected(
                            Reason.TOO_MANY_BYTES,
                            "an envelope of " + value.length + " bytes, opened are at most " + most),
                    null);
        }
        Envelope.Opening opening = Envelope.open(value);
        return opening instanceof Envelope.Opened opened
                ? new Payload(decoder.decode(opened.image(), opened.contentType(), spec), opened.id())
                : new Payload(((Envelope.Unusable) opening).why(), opening.id());
    }

    /**
     * The picture in a value, whatever its size within the limits and whatever was declared, for people who look at what a
     * model did not take; none where there is none.
     */
    public Optional<Picture> picture(byte[] value) {
        if (!enveloped) {
            return decoder.picture(value);
        }
        return value.length <= mostBytes(0) && Envelope.open(value) instanceof Envelope.Opened opened
                ? decoder.picture(opened.image())
                : Optional.empty();
    }

    /** Of an envelope. */
    private long mostBytes(int raw) {
        return ENVELOPE_BYTES + 4L * ((Math.max(limits.maxBytes(), raw) + 2) / 3);
    }
}
