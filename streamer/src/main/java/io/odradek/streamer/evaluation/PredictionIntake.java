package io.odradek.streamer.evaluation;

import io.odradek.streamer.config.EvaluationSettings;
import io.odradek.streamer.contract.ModelContract;
import io.odradek.streamer.evaluation.label.Identity;
import io.odradek.streamer.evaluation.label.LabelReader;
import io.odradek.streamer.evaluation.pairing.Guess;
import io.odradek.streamer.evaluation.pairing.GuessOutcome;
import io.odradek.streamer.message.Prediction;
import io.odradek.streamer.message.PredictionReader;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Takes of each prediction what is counted, and sends it to its image. */
final class PredictionIntake extends ContextualProcessor<byte[], byte[], byte[], Outgoing> {
    private final EvaluationSettings settings;
    private final EvaluationMetrics metrics;

    PredictionIntake(EvaluationParts parts) {
        this.settings = parts.settings();
        this.metrics = parts.metrics();
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Optional<Prediction> read = PredictionReader.read(record.value()).filter(PredictionIntake::isSound);
        if (read.isEmpty()) {
            metrics.count(GuessOutcome.UNREADABLE);
            return;
        }
        Prediction prediction = read.get();
        byte[] identity =
                Identity.ofPrediction(record.headers(), record.key(), prediction.source(), settings.keyUnique());
        if (!Identity.isSampled(identity, settings.sample())) {
            metrics.count(GuessOutcome.UNSAMPLED);
            return;
        }
        Guess guess = new Guess(
                prediction.model().name() + "@" + prediction.model().version(),
                prediction.label(),
                Guess.billionths(prediction.confidence()),
                record.timestamp());
        context()
                .forward(new Record<>(
                        identity,
                        new Outgoing.Identified(guess),
                        context().currentSystemTimeMs(),
                        new RecordHeaders()));
    }

    /** Anything else is not the streamer's. */
    private static boolean isSound(Prediction prediction) {
        float confidence = prediction.confidence();
        return ModelContract.isName(prediction.model().name())
                && ModelContract.isVersion(prediction.model().version())
                && prediction.label().length() <= LabelReader.MOST_CHARS
                && confidence >= 0
                && confidence <= 1 + 1e-3;
    }
}
