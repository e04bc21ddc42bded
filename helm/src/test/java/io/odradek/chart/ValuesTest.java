package io.odradek.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values: their schema, their documentation, and what is said about wrong ones. */
class ValuesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path STREAMERS_README = Path.of("..", "streamer", "README.md");

    /** Settings that the chart sets itself, by the value that says how. */
    private static final Set<String> THE_CHARTS_OWN = Set.of(
            "bootstrap.servers",
            "instance",
            "http.host",
            "http.port",
            "http.token.file",
            "http.tls.certificate.file",
            "http.tls.key.file",
            "http.tls.clients.file",
            "model.path",
            "model.trusted.keys",
            "model.cache.dir");

    @Test
    void areEachInTheTableWithTheirDefaultAndMeaning() throws IOException {
        List<String> rows = new ArrayList<>();
        document(JSON.valueToTree(Chart.defaults()), schema(), "", rows);

        assertThat(between(Chart.read(Chart.DIRECTORY.resolve("README.md")), "values")
                        .filter(line -> line.startsWith("| `"))
                        .toList())
                .hasSizeGreaterThan(120)
                .containsExactlyElementsOf(rows);
    }

    /** A row for each value that the schema describes; what is below that is Kubernetes' own. */
    private static void document(JsonNode value, JsonNode schema, String path, List<String> rows) {
        if (schema.has("description")) {
            rows.add("| `%s` | `%s` | %s |"
                    .formatted(path, value, schema.get("description").asText()));
            return;
        }
        value.properties().forEach(entry -> {
            JsonNode child = schema.path("properties").path(entry.getKey());
            assertThat(child.isMissingNode())
                    .as("%s of %s in the schema", entry.getKey(), path)
                    .isFalse();
            document(entry.getValue(), child, path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(), rows);
        });
    }

    @Test
    void areAllThereWithADefault() throws IOException {
        List<String> missing = new ArrayList<>();
        missing(schema(), JSON.valueToTree(Chart.defaults()), "", missing);

        // What a parent chart hands down, and what only one kind of profile needs.
        assertThat(missing)
                .containsExactlyInAnyOrder(
                        "/enabled", "/global", "/podSecurityContext/seccompProfile/localhostProfile");
    }

    private static void missing(JsonNode schema, JsonNode values, String path, List<String> missing) {
        if (!path.isEmpty() && schema.has("description") && !values.isMissingNode()) {
            return;
        }
        if (values.isMissingNode()) {
            missing.add(path);
            return;
        }
        schema.path("properties")
                .properties()
                .forEach(e -> missing(e.getValue(), values.path(e.getKey()), path + "/" + e.getKey(), missing));
    }

    @Test
    void allowNoOtherKeyAnywhere() throws IOException {
        List<String> open = new ArrayList<>();
        open(schema(), "", open);

        // Kubernetes' own parts, which the models judge when they are rendered.
        assertThat(open)
                .allMatch(path ->
                        path.matches("/definitions/(volume|namedVolume|affinity|envVar|envFrom)/properties/\\w+")
                                || path.equals("/properties/global"));
    }

    private static void open(JsonNode schema, String path, List<String> open) {
        boolean isSchema =
                schema.isObject() && "object".equals(schema.path("type").asText());
        if (isSchema && !schema.has("additionalProperties")) {
            open.add(path);
        }
        if (schema.isObject()) {
            schema.properties().forEach(e -> open(e.getValue(), path + "/" + e.getKey(), open));
        }
    }

    @Test
    void settingsAreThoseOfTheStreamerWithTheirLimitsAndMeanings() throws IOException {
        Map<String, String> expected = new TreeMap<>();
        between(Chart.read(STREAMERS_README), "settings")
                .filter(line -> line.startsWith("| `"))
                .forEach(line -> {
                    String[] cells = line.split(" *(?<!\\\\)\\| *", -1);
                    String key = cells[1].replace("`", "").substring("odradek.".length());
                    if (!THE_CHARTS_OWN.contains(key)) {
                        expected.put(key, limits(cells[4]) + ": " + cells[7]);
                    }
                });

        Map<String, String> actual = new TreeMap<>();
        schema().at("/properties/streamer/properties/settings/properties")
                .properties()
                .forEach(e -> actual.put(
                        e.getKey(),
                        limits(e.getValue()) + ": "
                                + e.getValue().get("description").asText()));

        assertThat(actual).hasSizeGreaterThan(35).isEqualTo(expected);
    }

    private static String limits(String allowed) {
        if (allowed.matches("(0, )?-?[\\d.]+ to -?[\\d.]+")) {
            return allowed;
        }
        if (allowed.equals("true, false")) {
            return "boolean";
        }
        return allowed.matches("\\w+(, \\w+)+") ? new TreeSet<>(List.of(allowed.split(", ", -1))).toString() : "text";
    }

    private static String limits(JsonNode schema) {
        if (schema.has("enum")) {
            Set<String> values = new TreeSet<>();
            schema.get("enum").forEach(v -> values.add(v.asText()));
            return values.toString();
        }
        return switch (schema.get("type").asText()) {
            case "boolean" -> "boolean";
            case "string" -> "text";
            default -> number(schema);
        };
    }

    private static String number(JsonNode schema) {
        String least = schema.get("minimum").asText();
        JsonNode gap = schema.path("not").path("maximum");
        String from = gap.isMissingNode() ? least : least + ", " + (gap.asLong() + 1);
        return from + " to " + schema.get("maximum").asText();
    }

    @Test
    void everySettingBecomesItsVariable() throws IOException {
        String readme = Chart.read(STREAMERS_README);
        List<String> settings = new ArrayList<>();
        JsonNode schemas = schema().at("/properties/streamer/properties/settings/properties");
        // One at a time: some do not go together.
        for (var setting : schemas.properties()) {
            Object value = example(setting.getValue());
            String variable = "ODRADEK_" + setting.getKey().replace('.', '_').toUpperCase(java.util.Locale.ROOT);

            Manifests manifests = Chart.render(JSON.writeValueAsString(
                    Map.of("streamer", Map.of("settings", Map.of(setting.getKey(), value)))));

            assertThat(Manifests.env(Manifests.container(manifests.streamer()))).containsEntry(variable, "" + value);
            // Each is the streamer's: the table says so.
            assertThat(readme).contains("| `" + variable + "` |");
            settings.add(setting.getKey());
        }
        assertThat(settings).hasSizeGreaterThan(35);
    }

    private static Object example(JsonNode schema) {
        if (schema.has("enum")) {
            return schema.get("enum").get(0).asText();
        }
        return switch (schema.get("type").asText()) {
            case "boolean" -> true;
            case "string" -> "text";
            case "number" -> 0.25;
            default -> schema.get("maximum").asLong();
        };
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{replica: 2}                                      | at '': additional properties 'replica' not allowed",
                "{streamer: {settings: {thread: 2}}}               | at '/streamer/settings': additional properties 'thread' not allowed",
                "{streamer: {settings: {threads: many}}}           | at '/streamer/settings/threads': got string, want integer",
                "{streamer: {settings: {threads: 0}}}              | at '/streamer/settings/threads': minimum: got 0, want 1",
                "{streamer: {settings: {http.port: 9090}}}         | at '/streamer/settings': additional properties 'http.port' not allowed",
                "{streamer: {settings: {page: on}}}                | at '/streamer/settings/page': value must be one of 'auto', 'on', 'off'",
                "{streamer: {replicas: -1}}                        | at '/streamer/replicas': minimum: got -1, want 0",
                "{streamer: {kind: DaemonSet}}                     | at '/streamer/kind': value must be one of 'Deployment', 'StatefulSet'",
                "{streamer: {image: {digest: abc}}}                | at '/streamer/image/digest': 'abc' does not match pattern",
                "{streamer: {extraVolumes: [{name: a, hostPath: {path: /}}]}} | at '/streamer/extraVolumes/0': additional properties 'hostPath' not allowed",
                "{kafka: {bootstrapServers: kafka}}                | at '/kafka/bootstrapServers': 'kafka' does not match pattern",
                "{kafka: {sasl: {mechanism: SCRAM}}}               | at '/kafka/sasl/mechanism': value must be one of",
                "{model: {source: claim}}                          | at '/model/source': value must be one of 'topic', 'volume', 'configMap'",
                "{model: {volume: {nfs: {server: a}}}, x: 1}       | at '/model/volume': additional properties 'nfs' not allowed",
                "{podSecurityContext: {runAsUser: 0}}              | at '/podSecurityContext/runAsUser': minimum: got 0, want 1",
                "{podSecurityContext: {runAsNonRoot: false}}       | at '/podSecurityContext/runAsNonRoot': value must be true",
                "{trainer: {gpu: {count: 1.5}}}                    | at '/trainer/gpu/count': got number, want integer",
                "{trainer: {cronJob: {schedule: weekly}}}          | at '/trainer/cronJob/schedule': 'weekly' does not match pattern",
                "{networkPolicy: {httpPeers: [{podselector: {}}]}} | at '/networkPolicy/httpPeers/0': additional properties 'podselector' not allowed",
                "{networkPolicy: {dnsPeers: []}}                   | at '/networkPolicy/dnsPeers': minItems: got 0, want 1",
                "{networkPolicy: {dnsPorts: []}}                   | at '/networkPolicy/dnsPorts': minItems: got 0, want 1",
                "{nameOverride: 1a}                                | at '/nameOverride': '1a' does not match pattern",
                "{fullnameOverride: a.b}                           | at '/fullnameOverride': 'a.b' does not match pattern",
                "{imageRegistry: 'https://example.com'}            | at '/imageRegistry': 'https://example.com' does not match pattern",
                "{imageRegistry: 'example.com//a'}                 | at '/imageRegistry': 'example.com//a' does not match pattern",
                "{streamer: {image: {tag: 'a:b'}}}                 | at '/streamer/image/tag': 'a:b' does not match pattern",
                "{trainer: {image: {tag: -a}}}                     | at '/trainer/image/tag': '-a' does not match pattern",
                "{trainer: {threads: 0}}                           | at '/trainer/threads': minimum: got 0, want 1",
                "{podSecurityContext: {seccompProfile: null}}      | at '/podSecurityContext': missing property 'seccompProfile'",
                "{podSecurityContext: {seccompProfile: {type: null}}} | at '/podSecurityContext/seccompProfile': missing property 'type'",
                "{podSecurityContext: null}                        | missing property 'podSecurityContext'",
                "{model: {cache: {claim: {accessModes: [ReadWriteOnce]}}}} | at '/model/cache/claim': missing property 'resources'",
                "{model: {cache: {claim: {resources: {requests: {storage: 1Gi}}}}}} | at '/model/cache/claim': missing property 'accessModes'",
                "{model: {cache: {claim: {accessModes: [ReadWriteOnce], resources: {requests: {}}}}}} | at '/model/cache/claim/resources/requests': missing property 'storage'",
                "{evaluate: {kind: StatefulSet}}                   | at '/evaluate': additional properties 'kind' not allowed",
                "{evaluate: {replicas: -1}}                        | at '/evaluate/replicas': minimum: got -1, want 0",
                "{evaluate: {podLabels: {app.kubernetes.io/name: a}}} | at '/evaluate/podLabels/app.kubernetes.io~1name': false schema",
                "{enabled: maybe}                                  | at '/enabled': got string, want boolean",
                "{commonLabels: {app.kubernetes.io/name: a}}       | at '/commonLabels/app.kubernetes.io~1name': false schema",
                "{metrics: {runbookUrl: wiki}}                     | at '/metrics/runbookUrl': 'wiki' does not match pattern",
            })
    void aWrongOneIsRefusedWithItsPath(String values, String complaint) {
        assertThatThrownBy(() -> Chart.render(values)).hasMessageContaining(complaint);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{kafka: {bootstrapServers: ''}}                   | kafka.bootstrapServers is required: HOST:PORT",
                "{kafka: {properties: {sasl.jaas.config: a}}}      | kafka.properties.sasl.jaas.config would put a secret into a ConfigMap",
                "{kafka: {properties: {ssl.key.password: a}}}      | kafka.properties.ssl.key.password would put a secret into a ConfigMap",
                "{kafka: {configSecret: {name: a}, tls: {enabled: true}}} | kafka.configSecret.name holds all of the client's settings",
                "{kafka: {sasl: {mechanism: PLAIN}}}               | kafka.sasl.mechanism is PLAIN: name the Secret",
                "{kafka: {sasl: {secret: {name: a}}}}              | kafka.sasl.secret.name is set, kafka.sasl.mechanism is not",
                "{kafka: {tls: {caSecret: {name: a}}}}             | kafka.tls.enabled is not: set it to true",
                "{topics: {kafka: {userSecret: a}}}                | topics.kafka.userSecret replaces a value of kafka that is not set",
                "{model: {source: volume}}                         | model.source is volume: name it in model.volume",
                "{model: {source: configMap}}                      | model.source is configMap: name it in model.configMap",
                "{model: {configMap: a}}                           | model.configMap is set, but model.source is topic",
                "{model: {volume: {emptyDir: {}}}}                 | model.volume is set, but model.source is topic",
                "{model: {trustedKeys: {secret: a, configMap: b}}} | model.trustedKeys.secret and model.trustedKeys.configMap are both set",
                "{model: {trustedKeys: {secret: a}}, trainer: {job: {enabled: true}, data: {fetch: true}}} | name its key in trainer.signingKeySecret.name",
                "{model: {trustedKeys: {configMap: a}}, trainer: {cronJob: {enabled: true}, data: {fetch: true}}} | name its key in trainer.signingKeySecret.name",
                "{streamer: {settings: {routes: 'a=b', images.topic: a}}} | streamer.settings has both routes and images.topic",
                "{streamer: {settings: {routes: 'a=b', model.name: b}}} | streamer.settings has both routes and model.name",
                "{streamer: {settings: {routes: 'a=b, c=d'}}, model: {source: configMap, configMap: a}} | names the models b, d, but model.source is configMap",
                "{streamer: {settings: {routes: 'a=b,c=d'}}, model: {source: volume, volume: {emptyDir: {}}}} | but model.source is volume",
                "{model: {cache: {claim: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}}} | only streamer.kind StatefulSet can",
                "{streamer: {kind: StatefulSet, update: Recreate}} | streamer.update is Recreate, which a StatefulSet does not know",
                "{streamer: {extraEnv: [{name: ODRADEK_THREADS, value: '1'}]}} | streamer.extraEnv has ODRADEK_THREADS, which the chart may set too",
                "{autoscaling: {keda: {enabled: true, maxReplicas: 2}, hpa: {enabled: true, maxReplicas: 2}}} | KEDA makes a HorizontalPodAutoscaler itself, and two of them would fight",
                "{autoscaling: {keda: {enabled: true}}}            | autoscaling.keda.maxReplicas is unknown: set it, or set kafka.imagesPartitions",
                "{autoscaling: {hpa: {enabled: true, minReplicas: 4, maxReplicas: 2}}} | autoscaling.hpa.minReplicas is 4, more than the greatest number, 2",
                "{autoscaling: {hpa: {enabled: true, maxReplicas: 2}}, streamer: {resources: {requests: {cpu: null}}}} | streamer.resources.requests.cpu, which is not set",
                "{autoscaling: {keda: {enabled: true, maxReplicas: 2}}, kafka: {configSecret: {name: a}}} | KEDA cannot read the file in kafka.configSecret.name",
                "{autoscaling: {keda: {enabled: true, maxReplicas: 2}}, kafka: {properties: {security.protocol: SSL}}} | KEDA does not know kafka.properties.security.protocol",
                "{autoscaling: {keda: {enabled: true, maxReplicas: 2}}, kafka: {properties: {consumer.sasl.mechanism: OAUTHBEARER}}} | KEDA does not know kafka.properties.consumer.sasl.mechanism",
                "{streamer: {extraEnv: [{name: JAVA_OPTS, value: a}]}} | streamer.extraEnv has JAVA_OPTS, which the chart may set too: use streamer.javaOpts",
                "{trainer: {extraEnv: [{name: TRAINER_JAVA_OPTS, value: a}]}} | trainer.extraEnv has TRAINER_JAVA_OPTS, which the chart may set too: use trainer.javaOpts",
                "{trainer: {extraEnv: [{name: POD_NAME, value: a}]}} | trainer.extraEnv has POD_NAME, which the chart may set too",
                "{trainer: {job: {enabled: true}}}                 | trainer.data.volume is required",
                "{trainer: {job: {enabled: true}, data: {fetch: true, volume: {emptyDir: {}}}}} | set one of them",
                "{trainer: {job: {enabled: true}, data: {fetch: true}}, streamer: {settings: {routes: 'a=b,c=d'}}} | say which one is trained in trainer.modelName",
                "{trainer: {job: {enabled: true}, data: {fetch: true}, args: ['--device=gpu']}} | trainer.args has --device=gpu, which the chart sets",
                "{trainer: {job: {enabled: true}, data: {fetch: true}, publish: false, signingKeySecret: {name: a}}} | but trainer.publish is false",
            })
    void thoseThatDoNotGoTogetherAreRefusedWithTheReason(String values, String complaint) {
        assertThatThrownBy(() -> Chart.render(values)).hasMessageContaining(complaint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{model: {trustedKeys: {secret: a}}, trainer: {job: {enabled: true}, data: {fetch: true}, publish: false}}",
                "{model: {trustedKeys: {secret: a}}, trainer: {job: {enabled: true}, data: {fetch: true}, signingKeySecret: {name: a}}}",
                "{model: {trustedKeys: {secret: a}}}",
                "{streamer: {settings: {routes: 'a=b,c=b'}}, model: {source: configMap, configMap: a}}",
                "{streamer: {settings: {routes: 'a=b,c=d'}}}",
                "{enabled: true, global: {a: b}}",
                "{imageRegistry: 'example.com:5000/a/b/', streamer: {image: {tag: v1.0_a-b}}}",
                "{kafka: {properties: {security.protocol: SSL}}, autoscaling: {keda: {enabled: true, maxReplicas: 2, authenticationRef: {name: a}}}}",
                "{kafka: {properties: {client.rack: a}}, autoscaling: {keda: {enabled: true, maxReplicas: 2}}}",
            })
    void thoseThatGoTogetherAreTaken(String values) {
        assertThat(Chart.render(values).all()).isNotEmpty();
    }

    @Test
    void anOlderKubernetesIsRefused() {
        assertThatThrownBy(() -> Chart.render("1.28.0", List.of(Chart.example("minimal"))))
                .hasMessageContaining("requires kubeVersion: >=1.29.0-0");
    }

    private static JsonNode schema() throws IOException {
        return JSON.readTree(Chart.DIRECTORY.resolve("values.schema.json").toFile());
    }

    /** The lines between two markers. */
    private static java.util.stream.Stream<String> between(String text, String marker) {
        Matcher matcher = Pattern.compile("(?s)<!-- " + marker + " -->\n(.*)\n<!-- /" + marker + " -->")
                .matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("no marker " + marker);
        }
        return Objects.requireNonNull(matcher.group(1)).lines();
    }
}
