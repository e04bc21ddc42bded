package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.HttpPort;
import io.odradek.streamer.kit.StreamerProcess;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two streamers as users start them, one with tracing and one without, answer the same image. */
class TracingIT {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final int SIGTERM = 128 + 15;
    private static final String TRACEPARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    @TempDir
    private Path dir;

    private final HttpPort http = new HttpPort();

    /** Bodies that the collector got, one character a byte. */
    private final Queue<String> exports = new ConcurrentLinkedQueue<>();

    @Test
    void sendsSpansByOtlpAndLoadsNothingOfOpenTelemetryWhenOff() throws IOException {
        Path classes = dir.resolve("classes.log");
        HttpServer collector = collector();
        try (Cluster cluster = Cluster.withModel();
                StreamerProcess on = start(
                        cluster,
                        "on",
                        Map.of(
                                "ODRADEK_TRACING", "otlp",
                                "ODRADEK_HTTP_PORT", http.number(),
                                "OTEL_SERVICE_NAME", "classifier",
                                "OTEL_BSP_SCHEDULE_DELAY", "100",
                                "OTEL_EXPORTER_OTLP_ENDPOINT",
                                        "http://127.0.0.1:"
                                                + collector.getAddress().getPort()));
                StreamerProcess off = start(
                        cluster,
                        "off",
                        Map.of("ODRADEK_HTTP_PORT", "0", "JAVA_OPTS", "-Xmx256m -Xlog:class+load:file=" + classes))) {
            RecordHeaders headers = new RecordHeaders();
            headers.add("traceparent", Cluster.utf8(TRACEPARENT)).add("tracestate", Cluster.utf8("vendor=1"));

            cluster.send(new ProducerRecord<>("images", 1, null, new byte[0], TestModels.image(2), headers));

            cluster.awaitAnswers(2);
            List<ConsumerRecord<byte[], byte[]>> answers = cluster.read("predictions");
            assertThat(answers).hasSize(2);
            assertThat(traceparents(answers)).hasSize(2).contains(TRACEPARENT);
            String own = traceparents(answers).stream()
                    .filter(value -> !value.equals(TRACEPARENT))
                    .findFirst()
                    .orElseThrow();
            assertThat(own).matches("00-" + TRACE + "-[0-9a-f]{16}-01");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> exported().contains("publish"));
            assertThat(exported())
                    .contains("classify", "decode", "batch", "inference", "publish")
                    .contains("classifier", "service.instance.id", "messaging.kafka.offset")
                    .contains(bytes(TRACE), bytes("00f067aa0ba902b7"), bytes(own.substring(36, 52)));
            assertThat(http.openMetrics())
                    .as("exemplars")
                    .containsPattern(
                            "odradek_end_to_end_seconds_bucket\\{.*} 1 # \\{span_id=\"[0-9a-f]{16}\",trace_id=\""
                                    + TRACE + "\"}");
            assertThat(off.terminate()).as(off.output()).isEqualTo(SIGTERM);
            assertThat(on.terminate()).as(on.output()).isEqualTo(SIGTERM);
        } finally {
            collector.stop(0);
        }
        assertThat(Files.readString(classes))
                .contains("io.odradek.streamer.topology.BatchClassifier")
                .contains("io.odradek.streamer.tracing.NoTracing")
                .doesNotContain(" io.opentelemetry.")
                .doesNotContain("io.odradek.streamer.tracing.Otel");
    }

    private StreamerProcess start(Cluster cluster, String group, Map<String, String> environment) {
        return StreamerProcess.start(
                dir.resolve(group + ".log"),
                environment,
                List.of(
                        "run",
                        "--bootstrap-servers",
                        cluster.bootstrapServers(),
                        "--application-id",
                        group,
                        "--model-name",
                        TestModels.NAME));
    }

    private HttpServer collector() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", exchange -> {
            exports.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private String exported() {
        return String.join("", exports);
    }

    private static String bytes(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }

    private static List<String> traceparents(List<ConsumerRecord<byte[], byte[]>> records) {
        List<String> values = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            for (Header header : record.headers().headers("traceparent")) {
                values.add(new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return values;
    }
}
