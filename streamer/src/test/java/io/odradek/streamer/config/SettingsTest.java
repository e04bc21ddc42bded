package io.odradek.streamer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What settings say when nothing is wrong: defaults, layers, kinds of values. */
class SettingsTest extends SettingsCase {
    @Test
    void hasTheDocumentedDefaults() {
        StreamerConfig config = StreamerConfig.of(settings(Map.of()));

        assertThat(config.bootstrapServers()).isEqualTo("localhost:9092");
        assertThat(config.applicationId()).isEqualTo("odradek");
        assertThat(config.topics())
                .isEqualTo(new TopicNames(
                        List.of("images"), "predictions", "images-dlq", "models", "models-status", "latency"));
        assertThat(config.routes().model("images")).isEqualTo("fashion-mnist");
        assertThat(config.model().maxBytes()).isEqualTo(64 << 20);
        assertThat(config.model().path()).isNull();
        assertThat(config.model().allowed()).isEmpty();
        assertThat(config.model().cache())
                .isEqualTo(Path.of(System.getProperty("java.io.tmpdir")).resolve("odradek-cache"));
        assertThat(config.images().maxBytes()).isEqualTo(16 << 20);
        assertThat(config.images().maxSide()).isEqualTo(16_384);
        assertThat(config.images().maxPixels())
                .isEqualTo(ImageSettings.pixels(
                        config.threads(), Runtime.getRuntime().maxMemory()));
        assertThat(config.images().maxFrames()).isEqualTo(1_000);
        assertThat(config.images().enveloped()).isFalse();
        assertThat(config.batchMax()).isEqualTo(64);
        assertThat(config.threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(config.exactlyOnce()).isFalse();
        assertThat(config.creation()).isEqualTo(new StreamerConfig.TopicCreation(false, 4, (short) -1));
        assertThat(config.http()).isEqualTo(new StreamerConfig.HttpAddress("127.0.0.1", 8080, Optional.empty()));
        assertThat(config.shutdown()).hasSeconds(25);
        assertThat(config.operation())
                .isEqualTo(new StreamerConfig.Operation(
                        new StartPosition.Earliest(),
                        Optional.empty(),
                        new BreakerLimits(0.5, Duration.ofSeconds(60), 100, false),
                        false));
        assertThat(config.observation())
                .isEqualTo(new Observation(
                        Duration.ofSeconds(10),
                        false,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(120),
                        Observation.Page.AUTO,
                        false,
                        1_000));
        assertThat(config.logFormat()).isEqualTo(LogFormat.TEXT);
        assertThat(config.kafka()).isEmpty();
        assertThat(config.instance()).matches("[a-zA-Z0-9._-]{1,91}-[0-9a-f]{8}");
    }

    @Test
    void takesAsManyPixelsAsTheHeapHolds() {
        assertThat(ImageSettings.pixels(2, 8L << 30)).isEqualTo(16_777_216);
        // A quarter of 128 MiB for two threads at 8 bytes a pixel.
        assertThat(ImageSettings.pixels(2, 128L << 20)).isEqualTo(2_097_152);
        assertThat(ImageSettings.pixels(256, 1)).isEqualTo(1);
    }

    @Test
    void readsWhatAnImageMayBe() {
        StreamerConfig config = StreamerConfig.of(settings(Map.of(
                Setting.IMAGES_ENVELOPE, "json",
                Setting.IMAGE_MAX_BYTES, "5",
                Setting.IMAGE_MAX_SIDE, "6",
                Setting.IMAGE_MAX_PIXELS, "7",
                Setting.IMAGE_MAX_FRAMES, "8")));

        assertThat(config.images()).isEqualTo(new ImageSettings(5, 6, 7, 8, true));
    }

    @Test
    void readsWhatIsTold() {
        StreamerConfig config = StreamerConfig.of(settings(Map.of(
                Setting.LATENCY_SECONDS, "0",
                Setting.METRICS_NATIVE_HISTOGRAMS, "true",
                Setting.READY_KAFKA_SECONDS, "1",
                Setting.LIVE_POLL_SECONDS, "5",
                Setting.PAGE, "off",
                Setting.PAGE_TRY, "true",
                Setting.DRIFT_WINDOW, "70")));

        assertThat(config.observation())
                .isEqualTo(new Observation(
                        Duration.ZERO,
                        true,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Observation.Page.OFF,
                        true,
                        70));
        assertThat(config.topics().all()).as("no latency, no topic").doesNotContain("latency", "");
    }

    @Test
    void takesTheOptionBeforeTheVariableBeforeTheFileBeforeTheDefault() throws IOException {
        Path file = file("odradek.http.port=1\nodradek.threads=1\nodradek.model.name=from-file\n");

        Settings settings = Settings.of(
                Map.of(Setting.HTTP_PORT, "3"),
                Map.of(),
                Map.of("ODRADEK_HTTP_PORT", "2", "ODRADEK_THREADS", "2"),
                file);

        assertThat(settings.get(Setting.HTTP_PORT)).isEqualTo("3");
        assertThat(settings.get(Setting.THREADS)).isEqualTo("2");
        assertThat(settings.get(Setting.MODEL_NAME)).isEqualTo("from-file");
        assertThat(settings.get(Setting.IMAGES_TOPIC)).isEqualTo("images");
    }

    @Test
    void passesKafkasOwnSettingsThrough() throws IOException {
        Path file = file("kafka.sasl.jaas.config=a b=c;\nkafka.consumer.fetch.max.bytes=1\n");

        Settings settings = Settings.of(Map.of(), Map.of("linger.ms", "9"), Map.of(), file);

        assertThat(settings.kafka())
                .isEqualTo(Map.of("sasl.jaas.config", "a b=c;", "consumer.fetch.max.bytes", "1", "linger.ms", "9"));
    }

    @ParameterizedTest
    @CsvSource({"earliest, PT0S", "Latest, PT0S", "PT1H, PT1H", "P7D, PT168H"})
    void readsTheStart(String text, Duration age) {
        StartPosition start = StreamerConfig.of(settings(Map.of(Setting.START, text)))
                .operation()
                .start();

        assertThat(start)
                .isIn(new StartPosition.Earliest(), new StartPosition.Latest(), new StartPosition.Ago(age))
                .asString()
                .containsIgnoringCase(age.isZero() ? text : "Ago");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[::1]:9092", "a:1,b:2", "a:1, [fe80::1%eth0]:65535"})
    void takesEveryKindOfAddress(String servers) {
        assertThat(StreamerConfig.of(settings(Map.of(Setting.BOOTSTRAP_SERVERS, servers)))
                        .bootstrapServers())
                .isEqualTo(servers);
    }

    @Test
    void startsAsManyThreadsAsThereAreProcessorsWithinWhatIsAllowed() {
        assertThat(Setting.threads(8)).isEqualTo("8");
        assertThat(Setting.threads(300)).isEqualTo(String.valueOf(Setting.MOST_THREADS));
    }

    @Test
    void givesEachProcessAnInstanceNameOfItsOwnUnlessToldOne() {
        String first = StreamerConfig.of(settings(Map.of())).instance();
        String second = StreamerConfig.of(settings(Map.of())).instance();

        assertThat(first).isNotEqualTo(second);
        assertThat(StreamerConfig.of(settings(Map.of(Setting.INSTANCE, "pod-7")))
                        .instance())
                .isEqualTo("pod-7");
    }

    @Test
    void takesPlacesThatReferencesMayLeadTo() {
        String places = "https://host/, https://10.0.0.1:8443/a/b.c/,https://[::1]:1/,file:///models/v-1/,file:///";

        assertThat(StreamerConfig.of(settings(Map.of(Setting.MODEL_URI_ALLOW, places)))
                        .model()
                        .allowed())
                .containsExactly(
                        "https://host/",
                        "https://10.0.0.1:8443/a/b.c/",
                        "https://[::1]:1/",
                        "file:///models/v-1/",
                        "file:///");
    }

    /** Whatever settings there are: the bounds in the table are those of the code. */
    @TestFactory
    Stream<DynamicTest> takesNoNumberOutsideOfTheRangeThatItDocuments() {
        Pattern range = Pattern.compile("(-?\\d+) to (\\d+)");
        return Arrays.stream(Setting.values())
                .filter(setting -> range.matcher(setting.range()).matches())
                .map(setting -> DynamicTest.dynamicTest(setting.key(), () -> {
                    Matcher bounds = range.matcher(setting.range());
                    assertThat(bounds.matches()).isTrue();
                    long least = Long.parseLong(bounds.group(1));
                    long greatest = Long.parseLong(bounds.group(2));
                    for (long good : List.of(least, greatest)) {
                        StreamerConfig.of(settings(Map.of(setting, String.valueOf(good))));
                    }
                    for (long bad : List.of(least - 1, greatest + 1)) {
                        assertThatThrownBy(() -> StreamerConfig.of(settings(Map.of(setting, String.valueOf(bad)))))
                                .hasMessageContaining("allowed: " + setting.allowed());
                    }
                }));
    }

    @Test
    void takesValuesWithoutTheSpacesAroundThem() {
        StreamerConfig config = StreamerConfig.of(settings(Map.of(
                Setting.HTTP_PORT, " 1 ",
                Setting.IMAGES_TOPIC, "a ",
                Setting.PROCESSING_GUARANTEE, " exactly_once_v2",
                Setting.CREATE_TOPICS, "true ")));

        assertThat(config.http().port()).isEqualTo(1);
        assertThat(config.topics().images()).containsExactly("a");
        assertThat(config.exactlyOnce()).isTrue();
        assertThat(config.creation().enabled()).isTrue();
    }
}
