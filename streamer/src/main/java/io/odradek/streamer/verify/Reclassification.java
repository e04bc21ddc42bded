package io.odradek.streamer.verify;

import io.odradek.streamer.config.ImageSettings;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.contract.Golden;
import io.odradek.streamer.contract.OneLine;
import io.odradek.streamer.history.Archive;
import io.odradek.streamer.image.ImageLimits;
import io.odradek.streamer.image.PayloadDecoder;
import io.odradek.streamer.image.Reason;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.message.Prediction;
import io.odradek.streamer.message.Source;
import io.odradek.streamer.model.ModelHolder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Asks the models again for the images of a sample, topic by topic and one model after the other, so that one is in memory
 * at a time.
 *
 * <p>A dead letter does not say which version refused it, and the reason may be that version's: it agrees where one of the
 * versions that answered in the sample, or else the one in force, gives the same reason, and is no difference where none
 * does. Nor is it where one of the two is that there are too many pixels: how many may be follows the heap. Not
 * thread-safe.
 */
final class Reclassification {
    /** Of a model without golden images; with them it is what they allow, which is as much for a file of floats. */
    private static final float TOLERANCE = 1e-4f;

    private final Sample sample;
    private final Archive archive;
    private final PayloadDecoder decoder;
    private final int maxPixels;
    private final Images images;

    private final List<String> differing = new ArrayList<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private int agree;
    private int differ;
    private int gone;

    /** Reads images again. */
    @FunctionalInterface
    interface Images {
        /** The record; null where it is not there any more, and does not count. */
        @Nullable
        ConsumerRecord<byte[], byte[]> read(Source image);
    }

    /** A dead letter that no model has refused again yet. */
    private static final class Letter {
        private final Source image;
        private final String was;
        /** What the last model said; empty before one was asked. */
        private String now = "";

        private String by = "";

        private Letter(Source image, String was) {
            this.image = image;
            this.was = OneLine.of(was);
        }
    }

    /** Asks nothing yet. */
    Reclassification(StreamerConfig config, Sample sample, Archive archive, Images images) {
        this.sample = sample;
        this.archive = archive;
        this.images = images;
        ImageSettings limits = config.images();
        this.maxPixels = limits.maxPixels();
        this.decoder = new PayloadDecoder(
                new ImageLimits(limits.maxBytes(), limits.maxSide(), limits.maxPixels(), limits.maxFrames()),
                limits.enveloped());
    }

    /** Asks. */
    SampleAccount run() {
        Set<String> topics = new TreeSet<>();
        sample.chosen().forEach(image -> topics.add(image.topic()));
        topics.forEach(this::topic);
        return new SampleAccount(agree, differ, gone, differing, List.copyOf(notes));
    }

    private void topic(String topic) {
        Map<ModelRef, List<Prediction>> byModel = new LinkedHashMap<>();
        sample.predictions().values().stream()
                .filter(prediction -> prediction.source().topic().equals(topic))
                .forEach(prediction -> byModel.computeIfAbsent(prediction.model(), model -> new ArrayList<>())
                        .add(prediction));
        List<Letter> letters = new ArrayList<>();
        sample.reasons().forEach((image, reason) -> {
            if (image.topic().equals(topic)) {
                letters.add(new Letter(image, reason));
            }
        });
        byModel.forEach((model, predictions) -> ask(model, predictions, letters));
        if (!letters.isEmpty()) {
            archive.inForce(topic)
                    .filter(model -> !byModel.containsKey(model))
                    .ifPresent(model -> ask(model, List.of(), letters));
        }
        letters.forEach(this::open);
    }

    private void ask(ModelRef version, List<Prediction> predictions, List<Letter> letters) {
        Archive.Fetched fetched = archive.get(version);
        if (fetched instanceof Archive.Fetched.Gone none) {
            gone += predictions.size();
            notes.add(OneLine.of(version.name() + "@" + version.version() + " was not asked: " + none.why()));
            return;
        }
        try (ModelHolder models = ((Archive.Fetched.Here) fetched).models();
                ModelHolder.Lease lease = models.acquire()) {
            if (lease == null) {
                throw new IllegalStateException("a model that was just admitted is not there");
            }
            SecondOpinion opinion = new SecondOpinion(
                    lease.classifier(), tolerance(lease.contract().golden()), decoder);
            predictions.forEach(prediction -> ask(opinion, prediction));
            letters.removeIf(letter -> isRefusedAgain(opinion, letter));
        }
    }

    private void ask(SecondOpinion opinion, Prediction was) {
        ConsumerRecord<byte[], byte[]> image = images.read(was.source());
        if (image == null) {
            return;
        }
        Optional<String> difference = opinion.difference(was, image);
        if (difference.isEmpty()) {
            agree++;
        } else if (opinion.isTooLarge(image)) {
            tooLarge();
        } else {
            differs(was.source(), difference.get() + " by " + opinion.model().ref());
        }
    }

    private void tooLarge() {
        gone++;
        notes.add("more than " + maxPixels + " pixels are " + Reason.TOO_MANY_PIXELS + " here: unless "
                + Setting.IMAGE_MAX_PIXELS.key()
                + " is set alike, that follows heap and threads, and may be another number"
                + " where images were answered");
    }

    private boolean isRefusedAgain(SecondOpinion opinion, Letter letter) {
        ConsumerRecord<byte[], byte[]> image = images.read(letter.image);
        if (image == null) {
            return true;
        }
        Optional<String> difference = opinion.difference(letter.was, image);
        if (difference.isEmpty()) {
            agree++;
            return true;
        }
        letter.now = difference.get();
        letter.by = " by " + opinion.model().ref();
        return false;
    }

    /** Of a dead letter that no model has refused again. */
    private void open(Letter letter) {
        if (letter.now.isEmpty()) {
            gone++;
        } else if (isEither(letter, Reason.TOO_MANY_PIXELS::equals)) {
            tooLarge();
        } else if (isEither(letter, Reason::isOfTheModel)) {
            gone++;
            notes.add("a dead letter for " + letter.was
                    + " does not say which version refused it: none of those that were asked does");
        } else {
            differs(letter.image, "was " + letter.was + ", is " + letter.now + letter.by);
        }
    }

    private static boolean isEither(Letter letter, Predicate<Reason> kind) {
        return Arrays.stream(Reason.values())
                .filter(kind)
                .anyMatch(reason ->
                        reason.name().equals(letter.was) || reason.name().equals(letter.now));
    }

    private void differs(Source image, String how) {
        differ++;
        if (differing.size() < Findings.NAMED) {
            differing.add(OneLine.of(image + ": " + how));
        }
    }

    private static float tolerance(List<Golden> golden) {
        float tolerance = TOLERANCE;
        for (Golden image : golden) {
            tolerance = Math.max(tolerance, image.tolerance());
        }
        return tolerance;
    }
}
