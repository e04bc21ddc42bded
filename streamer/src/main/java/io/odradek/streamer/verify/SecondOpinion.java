package io.odradek.streamer.verify;

import io.odradek.streamer.image.Decoding;
import io.odradek.streamer.image.Decoding.Decoded;
import io.odradek.streamer.image.Decoding.Rejected;
import io.odradek.streamer.image.PayloadDecoder;
import io.odradek.streamer.image.Reason;
import io.odradek.streamer.message.Prediction;
import io.odradek.streamer.model.Argmax;
import io.odradek.streamer.model.Classifier;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What a model says of images now, one by one, held against what it said. Probabilities may differ a little: a batch of
 * another size, or another processor, adds the same numbers in another order.
 *
 * @param model that is asked
 * @param tolerance the largest difference of a probability that is none
 * @param decoder as the streamer has it
 */
record SecondOpinion(Classifier model, float tolerance, PayloadDecoder decoder) {
    /** In what the prediction is not what the model says; empty where it is. */
    Optional<String> difference(Prediction was, ConsumerRecord<byte[], byte[]> image) {
        Decoding decoding = decode(image);
        if (decoding instanceof Rejected rejected) {
            return Optional.of("was \"" + was.label() + "\", is " + rejected.reason());
        }
        float[] now = classify((Decoded) decoding);
        List<String> labels = model.labels();
        if (now.length == 0 || now.length != was.probabilities().length) {
            return Optional.of("had " + was.probabilities().length + " probabilities, has " + now.length);
        }
        int best = Argmax.of(now);
        boolean isLabel = labels.get(was.index()).equals(was.label()) && now[best] - now[was.index()] <= tolerance;
        if (!isLabel) {
            return Optional.of("was \"" + was.label() + "\", is \"" + labels.get(best) + "\"");
        }
        for (int i = 0; i < now.length; i++) {
            // Negated, so that NaN differs too.
            if (!(Math.abs(now[i] - was.probabilities()[i]) <= tolerance)) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "the probability of \"%s\" was %.6f, is %.6f",
                        labels.get(i),
                        was.probabilities()[i],
                        now[i]));
            }
        }
        return Optional.empty();
    }

    /** Whether it has more pixels than are decoded here, which need not be as many as where it was answered. */
    boolean isTooLarge(ConsumerRecord<byte[], byte[]> image) {
        return decode(image) instanceof Rejected rejected && rejected.reason() == Reason.TOO_MANY_PIXELS;
    }

    /** What becomes of an image that was refused for a reason, where that is something else; empty where it is not. */
    Optional<String> difference(String was, ConsumerRecord<byte[], byte[]> image) {
        Decoding decoding = decode(image);
        if (decoding instanceof Rejected rejected) {
            String now = rejected.reason().name();
            return now.equals(was) ? Optional.empty() : Optional.of(now);
        }
        if (was.equals(Reason.HEADERS_TOO_LARGE.name())) {
            // Only the producer that had to send the prediction knows what fits beside it.
            return Optional.empty();
        }
        boolean hasResult = classify((Decoded) decoding).length > 0;
        return !hasResult && was.equals(Reason.INVALID_OUTPUT.name())
                ? Optional.empty()
                : Optional.of(hasResult ? "classified" : Reason.INVALID_OUTPUT.name());
    }

    /** {@code [classes]}; empty where the model has no result. */
    private float[] classify(Decoded image) {
        try {
            float[] probabilities = model.classify(List.of(image.tensor()))[0];
            return Argmax.of(probabilities) < 0 ? new float[0] : probabilities;
        } catch (IllegalStateException e) {
            return new float[0];
        }
    }

    private Decoding decode(ConsumerRecord<byte[], byte[]> image) {
        return decoder.decode(image.value(), contentType(image), model.input()).decoding();
    }

    private static @Nullable String contentType(ConsumerRecord<byte[], byte[]> image) {
        Header header = image.headers().lastHeader("content-type");
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
