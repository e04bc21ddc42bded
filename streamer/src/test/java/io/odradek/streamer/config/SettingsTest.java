package io.odradek.streamer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @TempDir
    private Path dir;

    @Test
    void hasTheDocumentedDefaults() {
        StreamerConfig config = StreamerConfig.of(settings(Map.of()));

        assertThat(config.bootstrapServers()).isEqualTo("localhost:9092");
        assertThat(config.applicationId()).isEqualTo("odradek");
        assertThat(config.topics())
                .isEqualTo(new TopicNames(List.of("images"), "predictions", "images-dlq", "models", "models-status"));
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
        assertThat(config.http()).isEqualTo(new StreamerConfig.HttpAddress("127.0.0.1", 8080));
        assertThat(config.shutdown()).hasSeconds(25);
        assertThat(config.operation())
                .isEqualTo(new StreamerConfig.Operation(
                        new StartPosition.Earliest(),
                        Optional.empty(),
                        new BreakerLimits(0.5, Duration.ofSeconds(60), 100, false),
                        false));
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

    @Test
    void suggestsTheNearestNameForAnUnknownKey() throws IOException {
        Path file = file("odradek.http.prot=1\n");

        assertThatThrownBy(() -> Settings.of(Map.of(), Map.of(), Map.of(), file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("odradek.http.prot")
                .hasMessageContaining("did you mean odradek.http.port");
    }

    @Test
    void refusesASecondNameForASetting() throws IOException {
        Path file = file("kafka.bootstrap.servers=h:1\n");

        assertThatThrownBy(() -> Settings.of(Map.of(), Map.of(), Map.of(), file))
                .hasMessageContaining("set odradek.bootstrap.servers");
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP_PORT, 65536",
        "HTTP_PORT, -1",
        "HTTP_PORT, eighty",
        "IMAGES_ENVELOPE, avro",
        "IMAGE_MAX_BYTES, 0",
        "IMAGE_MAX_BYTES, 268435457",
        "IMAGE_MAX_SIDE, 65536",
        "IMAGE_MAX_PIXELS, 0",
        "IMAGE_MAX_PIXELS, 268435457",
        "IMAGE_MAX_FRAMES, 0",
        "BATCH_MAX, 0",
        "BATCH_MAX, 1025",
        "THREADS, 0",
        "THREADS, 257",
        "THREADS, ''",
        "PROCESSING_GUARANTEE, exactly_once",
        "CREATE_TOPICS, yes",
        "CREATE_PARTITIONS, 0",
        "CREATE_REPLICATION, 101",
        "MODEL_MAX_BYTES, 0",
        "MODEL_NAME, Bad Name",
        "APPLICATION_ID, a b",
        "INSTANCE, a b",
        "BOOTSTRAP_SERVERS, localhost",
        "BOOTSTRAP_SERVERS, ''",
        "BOOTSTRAP_SERVERS, localhost:0",
        "BOOTSTRAP_SERVERS, 'localhost:9092,localhost:65536'",
        "SHUTDOWN_SECONDS, 0",
        "MODEL_URI_ALLOW, http://host/",
        "MODEL_URI_ALLOW, https://host/models",
        "MODEL_URI_ALLOW, https://",
        "MODEL_URI_ALLOW, https:///",
        "MODEL_URI_ALLOW, https://user@host/",
        "MODEL_URI_ALLOW, https://host/a/../b/",
        "MODEL_URI_ALLOW, https://host/%2e%2e/",
        "MODEL_URI_ALLOW, https://host/?q=/",
        "MODEL_URI_ALLOW, file://host/models/",
        "MODEL_URI_ALLOW, file:///models",
        "MODEL_URI_ALLOW, https://[::::]/",
        "MODEL_URI_ALLOW, https://host:65536/",
        "MODEL_URI_ALLOW, 'https://host/,'",
        "START, newest",
        "START, PT0S",
        "START, -PT1H",
        "START, P999999999D",
        "BREAKER_SHARE, 1.01",
        "BREAKER_SHARE, -0.1",
        "BREAKER_SHARE, NaN",
        "BREAKER_WINDOW_SECONDS, 0",
        "BREAKER_MIN_IMAGES, 0",
        "BREAKER_PAUSE, 1",
        "LOG_FORMAT, JSON",
        "HTTP_HOST, ''",
        "HTTP_HOST, a b",
        "HTTP_PORT, 8 080",
        "MODEL_DIR, '  '",
        "IMAGES_TOPIC, ''",
        "TRACING, on",
    })
    void namesAWrongValueItsOriginAndWhatIsAllowed(Setting setting, String value) {
        assertThatThrownBy(() -> StreamerConfig.of(settings(Map.of(setting, value))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(setting.key() + " is \"" + value + "\"")
                .hasMessageContaining("option " + setting.option())
                .hasMessageContaining("allowed: " + setting.allowed());
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
    @ValueSource(strings = {"auto.offset.reset", "consumer.auto.offset.reset", "main.consumer.auto.offset.reset"})
    void refusesASettingThatWouldSkipImages(String key) {
        assertThatThrownBy(() -> Settings.of(Map.of(), Map.of(key, "latest"), Map.of(), null))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("set odradek.start");
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

    @Test
    void refusesTheSameTopicTwice() {
        assertThatThrownBy(() -> StreamerConfig.of(settings(Map.of(Setting.PREDICTIONS_TOPIC, "images"))))
                .hasMessageContaining("same name");
        assertThatThrownBy(() -> StreamerConfig.of(settings(Map.of(Setting.DLQ_TOPIC, "a/b"))))
                .hasMessageContaining("odradek.dlq.topic");
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

    @Test
    void complainsInOneLineWhateverTheValueIs() {
        assertThatThrownBy(() -> StreamerConfig.of(settings(Map.of(Setting.HTTP_PORT, "1\n2\u001b[31m"))))
                .hasMessage("odradek.http.port is \"1?2?[31m\" (from option --http-port), allowed: 0 to 65535");
    }

    @Test
    void suggestsTheNearestNameForAnUnknownVariable() {
        assertThatThrownBy(() -> Settings.of(Map.of(), Map.of(), Map.of("ODRADEK_HTTP_PROT", "1"), null))
                .isInstanceOf(ConfigException.class)
                .hasMessage("unknown environment variable ODRADEK_HTTP_PROT: did you mean ODRADEK_HTTP_PORT?");
        assertThatThrownBy(() -> Settings.of(Map.of(), Map.of(), Map.of("ODRADEK_HTTPS_PORT", "1"), null))
                .hasMessageContaining("did you mean ODRADEK_HTTP_PORT?");
    }

    /** What Kubernetes sets for Services called odradek and odradek-metrics. */
    @Test
    void letsTheVariablesOfKubernetesServicesBe() {
        Map<String, String> links = Map.of(
                "ODRADEK_SERVICE_HOST", "10.0.0.1",
                "ODRADEK_SERVICE_PORT", "8080",
                "ODRADEK_METRICS_SERVICE_PORT_HTTP", "8080",
                "ODRADEK_PORT", "tcp://10.0.0.1:8080",
                "ODRADEK_METRICS_PORT_8080_TCP", "tcp://10.0.0.1:8080",
                "ODRADEK_METRICS_PORT_8080_TCP_PROTO", "tcp",
                "ODRADEK_METRICS_PORT_8080_TCP_PORT", "8080",
                "ODRADEK_METRICS_PORT_8080_TCP_ADDR", "10.0.0.1");

        assertThat(Settings.of(Map.of(), Map.of(), links, null).get(Setting.HTTP_PORT))
                .isEqualTo("8080");
    }

    @Test
    void saysOnceWhichOfTwoDifferentValuesWon() throws IOException {
        Path file = file("""
                odradek.http.port=1
                odradek.threads=2
                odradek.batch.max=3
                kafka.linger.ms=4
                kafka.ssl.key.password=from-file
                """);

        Settings settings = Settings.of(
                Map.of(Setting.HTTP_PORT, "3"),
                Map.of("linger.ms", "5", "ssl.key.password", "from-option"),
                Map.of("ODRADEK_HTTP_PORT", "2", "ODRADEK_THREADS", "2 ", "ODRADEK_BATCH_MAX", "4"),
                file);

        assertThat(settings.notes())
                .containsExactly(
                        "odradek.batch.max is \"4\" (environment variable ODRADEK_BATCH_MAX); ignored: \"3\" (" + file
                                + ":3)",
                        "odradek.http.port is \"3\" (option --http-port); ignored: \"2\" (environment variable"
                                + " ODRADEK_HTTP_PORT), \"1\" (" + file + ":1)",
                        "kafka.linger.ms is \"5\" (option -K); ignored: \"4\" (" + file + ":4)",
                        "kafka.ssl.key.password is a secret (option -K); ignored: a secret (" + file + ":5)");
        assertThat(settings.kafka()).containsEntry("linger.ms", "5");
    }

    @ParameterizedTest
    @CsvSource({
        "fetch.max.byts, did you mean kafka.fetch.max.bytes?",
        "producer.linger, did you mean kafka.producer.linger.ms?",
        "consumer.linger.ms, 'no client of Kafka knows it'",
        "my.interceptor.address.of.the.thing, no client of Kafka knows it; it is passed on",
    })
    void doubtsANameThatNoClientOfKafkaKnowsAndPassesItOn(String key, String note) {
        Settings settings = Settings.of(Map.of(), Map.of(key, "1"), Map.of(), null);

        assertThat(settings.notes()).singleElement().asString().contains(note);
        assertThat(settings.kafka()).containsEntry(key, "1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "linger.ms",
                "producer.linger.ms",
                "main.consumer.fetch.max.bytes",
                "admin.retries",
                "topic.retention.ms",
                "commit.interval.ms",
                "config.providers",
                "config.providers.file.class",
                "sasl.oauthbearer.token.endpoint.url"
            })
    void doubtsNoNameThatAClientOfKafkaKnows(String key) {
        assertThat(Settings.of(Map.of(), Map.of(key, "1"), Map.of(), null).notes())
                .isEmpty();
        assertThat(KafkaKeys.isSecret(key, "1")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sasl.jaas.config",
                "consumer.sasl.jaas.config",
                "ssl.keystore.password",
                "ssl.key.password",
                "ssl.keystore.key",
                "admin.ssl.truststore.password",
                "sasl.oauthbearer.client.credentials.client.secret",
                "my.login.module.Password",
                "producer.my.api-key",
                "vault.token",
                "my.pwd",
                "my.auth"
            })
    void knowsASecretByItsDeclarationOrItsName(String key) {
        assertThat(KafkaKeys.isSecret(key, "1")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sasl.oauthbearer.token.endpoint.url", "my.registry.url"})
    void showsNoPasswordInAnAddress(String key) throws IOException {
        String address = "https://me:hunter2@host/path";
        Path file = file("kafka." + key + "=" + address);
        Settings settings = Settings.of(Map.of(), Map.of(key, "https://host:1/a@b"), Map.of(), file);

        assertThat(KafkaKeys.isSecret(key, address)).isTrue();
        assertThat(KafkaKeys.isSecret(key, "https://host:1/a@b")).isFalse();
        assertThat(settings.notes()).isNotEmpty().noneMatch(note -> note.contains("hunter2"));
    }

    private static Settings settings(Map<Setting, String> options) {
        return Settings.of(options, Map.of(), Map.of(), null);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(dir.resolve("streamer.properties"), text);
    }
}
