package io.odradek.streamer.evaluation;

import io.odradek.streamer.config.EvaluationSettings;
import io.odradek.streamer.evaluation.pairing.ClassNames;

/**
 * What the topology is made of.
 *
 * @param predictions topic of the predictions
 * @param partitions of the topics between the processors
 * @param settings how predictions and labels are compared
 * @param classes which classes a version has
 * @param metrics told what happens
 * @param maxRecordBytes the largest dead letter that can be sent
 * @param maxRecordAge milliseconds that its timestamp may be behind the time, at most
 */
public record EvaluationParts(
        String predictions,
        int partitions,
        EvaluationSettings settings,
        ClassNames classes,
        EvaluationMetrics metrics,
        int maxRecordBytes,
        long maxRecordAge) {}
