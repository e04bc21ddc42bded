package io.odradek.streamer.topology;

import io.odradek.streamer.config.ImageSettings;
import io.odradek.streamer.drift.DriftMonitor;
import io.odradek.streamer.live.sample.Sampler;
import io.odradek.streamer.metrics.ModelMetrics;
import io.odradek.streamer.model.ModelHolder;
import io.odradek.streamer.tracing.Tracing;

/**
 * From a topic of images to the model that classifies them.
 *
 * @param topic the images
 * @param models lends the live model; it must have one before records flow
 * @param images what an image may be
 * @param watches see what passes
 * @param metrics counts and times, of the model
 * @param tracing the spans of each image
 * @param sampler chooses what the live page shows, of the model
 * @param drift compares the images with those of the model's reference
 */
public record Route(
        String topic,
        ModelHolder models,
        ImageSettings images,
        Watches watches,
        ModelMetrics metrics,
        Tracing tracing,
        Sampler sampler,
        DriftMonitor drift) {}
