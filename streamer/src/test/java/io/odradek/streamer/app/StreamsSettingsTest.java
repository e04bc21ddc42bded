package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.streamer.config.ConfigException;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.Settings;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.metrics.HistogramKind;
import io.odradek.streamer.metrics.StreamerMetrics;
import io.odradek.streamer.topics.ImagesTopics;
import io.odradek.streamer.topology.FakeLog;
import io.odradek.streamer.topology.LostImages;
import io.odradek.streamer.topology.PollInterceptor;
import io.odradek.streamer.topology.PollWatch;
import io.odradek.streamer.topology.Progress;
import io.odradek.streamer.topology.ReadAhead;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamsSettingsTest {
    private static final ImagesTopics SMALL = images(4, 1 << 20);
    private static final long HEAP = 4L << 30;

    private final PollWatch watch = new PollWatch(
            new ReadAhead(Map.of("images", "fashion-mnist"), 64),
            new Progress(Clock.systemUTC()),
            List.of(new LostImages(
                    "images",
                    new FakeLog(),
                    Executors.newSingleThreadScheduledExecutor(),
                    new StreamerMetrics(new PrometheusRegistry(), HistogramKind.CLASSIC).topic("images"))));

    private static ImagesTopics images(int partitions, int maxRecordBytes) {
        return new ImagesTopics(Map.of("images", partitions), maxRecordBytes);
    }

    @Test
    void keepsTheUsersOwnInterceptors() {
        String own = PollInterceptor.class.getName();

        assertThat(main(Map.of()).get("interceptor.classes")).isEqualTo(own);
        assertThat(main(Map.of("consumer.interceptor.classes", "a.B")).get("interceptor.classes"))
                .isEqualTo("a.B," + own);
        assertThat(main(Map.of("main.consumer.interceptor.classes", "a.C")).get("interceptor.classes"))
                .isEqualTo("a.C," + own);
    }

    /** What was fetched of each partition waits in the heap until it is polled. */
    @ParameterizedTest
    @CsvSource({"4, 1048576", "240, 559240", "1000, 134217", "100000, 16384"})
    void fetchesOfAllPartitionsTogetherAQuarterOfTheHeap(int partitions, int bytes) {
        assertThat(settings(Map.of(), images(partitions, 1 << 20), 512 << 20).getMainConsumerConfigs("g", "c", 1))
                .containsEntry("max.partition.fetch.bytes", bytes);
    }

    @Test
    void letsTheUsersSettingsWin() {
        assertThat(main(Map.of("consumer.max.poll.records", "7")).get("max.poll.records"))
                .isEqualTo("7");
        assertThat(settings(Map.of("commit.interval.ms", "9"), SMALL, HEAP).getLong("commit.interval.ms"))
                .isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource({
        "max.poll.records, 7",
        "fetch.max.bytes, 70000",
        "isolation.level, read_uncommitted",
        "session.timeout.ms, 9000",
    })
    void letsTheUsersNameOfAConsumersSettingWinWithEachPrefixAndWithout(String name, String value) {
        for (String prefix : List.of("", "consumer.", "main.consumer.")) {
            assertThat(main(Map.of(prefix + name, value))).as(prefix).containsEntry(name, value);
        }
        assertThat(main(Map.of(name, "1", "consumer." + name, value)))
                .as("the more exact name wins")
                .containsEntry(name, value);
    }

    @ParameterizedTest
    @CsvSource({"linger.ms, 0", "max.request.size, 5000000", "buffer.memory, 7000000", "batch.size, 9"})
    void letsTheUsersNameOfAProducersSettingWinWithItsPrefixAndWithout(String name, String value) {
        for (String prefix : List.of("", "producer.")) {
            assertThat(settings(Map.of(prefix + name, value), SMALL, HEAP).getProducerConfigs("c"))
                    .as(prefix)
                    .containsEntry(name, value);
        }
    }

    @Test
    void keepsItsOwnChoicesWhereTheUserSaysNothing() {
        assertThat(main(Map.of("linger.ms", "0"))).containsEntry("auto.offset.reset", "earliest");
        assertThat(settings(Map.of("isolation.level", "read_uncommitted"), SMALL, HEAP)
                        .getProducerConfigs("c"))
                .containsEntry("linger.ms", 20)
                .containsEntry("max.request.size", SMALL.maxAnswerBytes());
    }

    @ParameterizedTest
    @CsvSource({
        "max.request.size, 1048576",
        "producer.max.request.size, 1114111",
        "buffer.memory, 1000000",
        "buffer.memory, much",
    })
    void refusesAProducerThatCouldNotSendTheLargestAnswer(String name, String value) {
        assertThatThrownBy(() -> settings(Map.of(name, value), SMALL, HEAP))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("\"" + value + "\"")
                .hasMessageContaining(name.replace("producer.", ""))
                .hasMessageContaining("at least 1114112");
    }

    @ParameterizedTest
    @ValueSource(strings = {"isolation.level", "consumer.isolation.level", "main.consumer.isolation.level"})
    void refusesToReadAbortedImagesUnderExactlyOnce(String name) {
        Map<Setting, String> exactlyOnce =
                Map.of(Setting.BOOTSTRAP_SERVERS, "localhost:1", Setting.PROCESSING_GUARANTEE, "exactly_once_v2");

        assertThatThrownBy(() -> StreamsSettings.of(
                        StreamerConfig.of(Settings.of(exactlyOnce, Map.of(name, "read_uncommitted"), Map.of(), null))))
                .isInstanceOf(ConfigException.class)
                .hasMessage("kafka." + name + " is \"read_uncommitted\", allowed: read_committed with exactly_once_v2");
    }

    @Test
    void readsCommittedImagesUnlessTheUserSaysOtherwise() {
        assertThat(main(Map.of()).get("isolation.level")).isEqualTo("read_committed");
        assertThat(main(Map.of("consumer.isolation.level", "read_uncommitted")).get("isolation.level"))
                .isEqualTo("read_uncommitted");
    }

    @ParameterizedTest
    @CsvSource({
        // heap MiB, largest record MiB, partitions, records a poll, records held for a partition
        "12288, 1, 4, 1000, 768",
        "512, 1, 4, 128, 32",
        "512, 10, 4, 12, 3",
        "256, 100, 4, 1, 1",
    })
    void boundsTheNumberOfImagesByHeapAndLargestImageWhereItCannotBoundTheirBytes(
            long heapMib, int recordMib, int partitions, int polled, int held) {
        ImagesTopics images = images(partitions, recordMib << 20);

        StreamsConfig settings = settings(Map.of("group.protocol", "streams"), images, heapMib << 20);

        assertThat(settings.getMainConsumerConfigs("g", "c", 1).get("max.poll.records"))
                .isEqualTo(polled);
        assertThat(settings.getInt("buffered.records.per.partition")).isEqualTo(held);
    }

    @Test
    void pollsAsManyImagesAsKafkaDoesWhereItBoundsTheirBytes() {
        StreamsConfig settings = settings(Map.of(), images(4, 100 << 20), 256L << 20);

        assertThat(settings.getMainConsumerConfigs("g", "c", 1).get("max.poll.records"))
                .isEqualTo(1_000);
        assertThat(settings.getInt("buffered.records.per.partition")).isEqualTo(1_000);
    }

    @Test
    void learnsWithinHalfASecondThatItsGroupSpreadsPartitionsAnew() {
        assertThat(heartbeat(Map.of())).isEqualTo(500);
        assertThat(heartbeat(Map.of("heartbeat.interval.ms", "2000")))
                .as("the user's")
                .isEqualTo("2000");
        assertThat(heartbeat(Map.of("group.protocol", "streams")))
                .as("the broker's setting there")
                .isNull();
    }

    private @Nullable Object heartbeat(Map<String, String> kafka) {
        return settings(kafka, images(4, 1 << 20), HEAP)
                .getMainConsumerConfigs("g", "c", 1)
                .get("heartbeat.interval.ms");
    }

    @Test
    void commitsAtOnceWhereNoConsumerTellsOrTellsLateThatNothingCame() {
        assertThat(leastBetweenCommits(Map.of())).isEqualTo(Duration.ofMillis(20));
        assertThat(leastBetweenCommits(Map.of("group.protocol", "Streams "))).isZero();
        assertThat(leastBetweenCommits(Map.of("poll.ms", "1000"))).isZero();
    }

    private static Duration leastBetweenCommits(Map<String, String> kafka) {
        return StreamsSettings.leastBetweenCommits(StreamerConfig.of(
                Settings.of(Map.of(Setting.BOOTSTRAP_SERVERS, "localhost:1"), kafka, Map.of(), null)));
    }

    @Test
    void sharesAQuarterOfTheHeapAmongTheThreads() {
        StreamerConfig config = StreamerConfig.of(Settings.of(
                Map.of(Setting.BOOTSTRAP_SERVERS, "localhost:1", Setting.THREADS, "2"), Map.of(), Map.of(), null));

        assertThat(StreamsSettings.polledBytes(config, 512L << 20)).isEqualTo(64L << 20);
    }

    @Test
    void survivesTopicsWithoutALimit() {
        StreamsConfig settings = settings(Map.of(), images(1, 1 << 30), HEAP);

        Map<String, Object> producer = settings.getProducerConfigs("c");
        int largest = (1 << 30) + 65_536;
        assertThat(producer.get("max.request.size")).isEqualTo(largest);
        assertThat(producer.get("buffer.memory")).isEqualTo(2L * largest);
    }

    @Test
    void blamesTheSettingThatKafkaRefuses() {
        assertThatThrownBy(() -> settings(Map.of("poll.ms", "many"), SMALL, HEAP))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("poll.ms");
    }

    private Map<String, Object> main(Map<String, String> kafka) {
        return settings(kafka, SMALL, HEAP).getMainConsumerConfigs("g", "c", 1);
    }

    private StreamsConfig settings(Map<String, String> kafka, ImagesTopics images, long heap) {
        StreamerConfig config =
                StreamerConfig.of(Settings.of(Map.of(Setting.BOOTSTRAP_SERVERS, "localhost:1"), kafka, Map.of(), null));
        return StreamsSettings.of(config, images, watch, heap);
    }
}
