package io.odradek.streamer.app;

import io.odradek.streamer.config.ModelSource;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.fetch.Fetcher;
import io.odradek.streamer.loader.ModelEvents;
import io.odradek.streamer.loader.ModelLoader;
import io.odradek.streamer.loader.ModelPathLoader;
import io.odradek.streamer.loader.ModelsTopicLoader;
import io.odradek.streamer.metrics.StreamerMetrics;
import io.odradek.streamer.model.AdmissionGate;
import io.odradek.streamer.model.ModelHolder;
import io.odradek.streamer.probe.ProcessProbe;
import java.time.Clock;
import org.apache.kafka.streams.StreamsConfig;

/**
 * How a model gets into its holder: each has a loader and tells the status topic of its own. Immutable.
 *
 * @param trusted keys, one of which must have signed a model
 * @param page shows what became of each
 * @param drift of their images
 * @param kafka the settings of the clients
 */
record ModelLoading(
        StreamerConfig config,
        TrustedKeys trusted,
        Status status,
        StreamerMetrics metrics,
        Page page,
        Drift drift,
        StreamsConfig kafka) {
    /** Follows a model from now on, until the parts are closed. */
    void start(String name, ModelHolder holder, Parts parts) {
        parts.own(holder);
        StatusTopic events = statusTopic(name);
        parts.own(events);
        ModelLoader loader = loader(name, holder, new ModelNews(events, page, drift, name, holder, Clock.systemUTC()));
        parts.own(loader);
        loader.start();
    }

    private StatusTopic statusTopic(String name) {
        return new StatusTopic(
                status.model(name),
                new TopicWriter(
                        TopicWriter.producer(kafka.getProducerConfigs("odradek-status")),
                        config.topics().status(),
                        config.instance(),
                        metrics.model(name)::statusFailed),
                Clock.systemUTC(),
                config.instance(),
                name);
    }

    private ModelLoader loader(String name, ModelHolder holder, ModelEvents events) {
        ModelSource source = config.model();
        AdmissionGate gate =
                new AdmissionGate(source.maxBytes(), trusted, ProcessProbe.of(source.probe(), source.directory()));
        if (source.path() != null) {
            return new ModelPathLoader(
                    source.path(), source.maxBytes(), name, source.directory(), gate, holder, events);
        }
        int models = config.routes().models().size();
        return new ModelsTopicLoader(
                kafka.getRestoreConsumerConfigs("odradek-models"),
                kafka.getAdminConfigs("odradek-models"),
                config.topics().models(),
                name,
                source.directory(),
                new Fetcher(source.allowed(), source.cache(), models, source.maxBytes()),
                gate,
                holder,
                events);
    }
}
