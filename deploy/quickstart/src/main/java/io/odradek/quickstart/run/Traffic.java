package io.odradek.quickstart.run;

import io.odradek.quickstart.console.Failure;
import io.odradek.quickstart.measure.DeadLetter;
import io.odradek.quickstart.measure.Flow;
import io.odradek.quickstart.measure.Image;
import io.odradek.quickstart.measure.Prediction;
import io.odradek.quickstart.process.ChildProcess;
import io.odradek.quickstart.topics.OutcomeReader;
import io.odradek.quickstart.topics.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Sends images, one phase after another, and collects what became of each. Used by one thread. */
final class Traffic {
    /** So long without a single outcome, and the images without one count as lost. */
    private static final Duration QUIET = Duration.ofSeconds(30);

    private static final Duration REPLAY_PATIENCE = Duration.ofMinutes(30);

    private final Trainer trainer;
    private final Service streamer;
    private final TopicReader topics;
    private final OutcomeReader outcomes;
    private final String bootstrap;
    private final Path data;
    private int imagesSoFar;

    Traffic(
            Trainer trainer,
            Service streamer,
            TopicReader topics,
            OutcomeReader outcomes,
            String bootstrap,
            Path data) {
        this.trainer = trainer;
        this.streamer = streamer;
        this.topics = topics;
        this.outcomes = outcomes;
        this.bootstrap = bootstrap;
        this.data = data;
    }

    /** Images that are flowing. */
    record Running(
            Replay replay,
            ChildProcess process,
            Map<TopicPartition, Long> begin,
            int predictionsBefore,
            int deadLettersBefore) {}

    /** The true class name by image id, as far as the trainer has told it. */
    Map<String, String> truth() throws InterruptedException {
        return topics.labels(Quickstart.TRUTH);
    }

    /** Sends all and waits for every outcome. */
    Flow send(Replay replay) throws InterruptedException {
        return finish(start(replay));
    }

    /** Begins to send. */
    Running start(Replay replay) throws InterruptedException {
        Map<TopicPartition, Long> begin = topics.ends(Quickstart.IMAGES);
        int predictions = outcomes.predictions().size();
        int deadLetters = outcomes.deadLetters().size();
        return new Running(replay, trainer.replay(bootstrap, data, replay), begin, predictions, deadLetters);
    }

    /** Predictions that have arrived since {@code running} began. */
    List<Prediction> arrived(Running running) {
        return outcomes.predictionsAfter(running.predictionsBefore());
    }

    /** Waits until all is sent and every image has its outcome, or until no more outcomes come. */
    Flow finish(Running running) throws InterruptedException {
        running.process().awaitSuccess(REPLAY_PATIENCE, streamer::requireAlive);
        int sent = trainer.sent(running.replay());
        List<Image> images = topics.images(running.begin(), topics.ends(Quickstart.IMAGES));
        if (images.size() != sent) {
            throw new Failure("trainer replay says that it sent " + sent + " images, but the topic " + Quickstart.IMAGES
                    + " got " + images.size());
        }
        imagesSoFar += sent;
        outcomes.awaitAnswered(imagesSoFar, QUIET, streamer::requireAlive);
        List<Prediction> predictions = outcomes.predictionsAfter(running.predictionsBefore());
        List<DeadLetter> deadLetters = outcomes.deadLetters();
        if (predictions.isEmpty()) {
            throw new Failure("not one of " + sent + " images was classified" + streamer.seeLog());
        }
        return new Flow(images, predictions, deadLetters.subList(running.deadLettersBefore(), deadLetters.size()));
    }
}
