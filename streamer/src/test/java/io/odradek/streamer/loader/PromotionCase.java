package io.odradek.streamer.loader;

import io.odradek.streamer.contract.Digest;
import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.fetch.Fetcher;
import io.odradek.streamer.model.AdmissionGate;
import io.odradek.streamer.model.ModelHolder;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Real files and models, a topic of records that a test makes, and no broker. */
abstract class PromotionCase {
    @TempDir
    Path dir;

    final RecordedEvents events = new RecordedEvents();
    final ModelHolder holder = new ModelHolder();
    final AtomicLong memory = new AtomicLong(Long.MAX_VALUE);
    final Machine machine = new Machine();
    Path origins;
    ServerSocket silent;
    Spool spool;
    Fetches fetches;
    LiveModel live;
    LoaderThread thread;
    Promotion promotion;
    TopicModels topic;
    long offset;

    @BeforeEach
    void beginWithAnEmptyTopic() throws IOException {
        origins = Files.createDirectory(dir.resolve("origins"));
        // Accepts connections, by its backlog, and says nothing.
        silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        spool = Spool.under(dir.resolve("spool"));
        List<String> allowed = List.of(origins.toUri().toString(), silent("/"));
        fetches = new Fetches(new Fetcher(allowed, dir.resolve("cache"), 1 << 20));
        AdmissionGate gate = new AdmissionGate(1 << 20, TrustedKeys.NONE, machine);
        live = new LiveModel(TestModels.NAME, gate, holder, events, memory::get);
        thread = new LoaderThread(dir, events, unused -> {});
        promotion = promotion(Duration.ofDays(1));
        topic = newTopic();
    }

    @AfterEach
    void close() throws IOException {
        fetches.close();
        spool.close();
        holder.close();
        silent.close();
    }

    Promotion.Next carryOutAfterTheFetch() {
        Promotion.Next unused = promotion.carryOut(topic);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(promotion::hasNews);
        return promotion.carryOut(topic);
    }

    Promotion promotion(Duration patience) {
        return new Promotion(TestModels.NAME, "models", live, fetches, spool, thread, patience);
    }

    TopicModels newTopic() {
        offset = 0;
        return new TopicModels(TestModels.NAME, spool, events, 0);
    }

    String silent(String path) {
        return "https://localhost:" + silent.getLocalPort() + path;
    }

    static byte[] reference(String uri, byte[] file) {
        String json = "{\"schema\":1,\"uri\":\"" + uri + "\",\"sha256\":\"" + Digest.sha256(file) + "\",\"bytes\":"
                + file.length + "}";
        return utf8(json);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    void publish(String version, byte[] value) {
        apply(TestModels.NAME + "@" + version, value);
    }

    void point(String version) {
        point(version, "");
    }

    void point(String version, String previous) {
        apply(TestModels.NAME, utf8("{\"schema\":1,\"live\":\"" + version + "\",\"previous\":[" + previous + "]}"));
    }

    void apply(String key, byte @Nullable [] value) {
        topic.apply(new ConsumerRecord<>("models", 0, offset++, utf8(key), value));
    }

    String liveDigest() {
        try (ModelHolder.Lease lease = Objects.requireNonNull(holder.acquire())) {
            return lease.classifier().ref().sha256();
        }
    }
}
