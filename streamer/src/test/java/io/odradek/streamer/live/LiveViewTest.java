package io.odradek.streamer.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.streamer.config.ImageSettings;
import io.odradek.streamer.image.Decoding.Rejected;
import io.odradek.streamer.image.InputSpec;
import io.odradek.streamer.image.Reason;
import io.odradek.streamer.live.sample.Novel;
import io.odradek.streamer.live.sample.Sample;
import io.odradek.streamer.live.sample.Thumbnail;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.message.Source;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The feed, as the page reads it. */
class LiveViewTest {
    private static final Instant NOW = Instant.parse("2026-11-28T14:10:53.123456Z");
    private static final ModelRef REF = new ModelRef("fashion-mnist", "v1", "ea40".repeat(16));
    private static final List<String> LABELS = List.of("T-shirt/top", "Sneaker");

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private final LiveView view = new LiveView(
            List.of("fashion-mnist"),
            new ImageSettings(1 << 20, 1_000, 1_000_000, 10, false),
            this::situation,
            Clock.fixed(NOW, ZoneOffset.UTC),
            nanos::get);
    private long offset;

    @AfterEach
    void close() {
        view.close();
    }

    private Situation situation() {
        asked.incrementAndGet();
        return new Situation(
                "host-1",
                "running",
                true,
                "",
                "",
                "",
                "",
                "disk\nfull",
                "2026-11-28T14:09:00Z",
                true,
                List.of(new Situation.Lag("images", 12, 0.5, 4)),
                Map.of("fashion-mnist", 3.5),
                List.of(new Situation.Drift(
                        "fashion-mnist",
                        "drift",
                        "",
                        1_000,
                        12,
                        "2026-11-28T14:10:00Z",
                        List.of(new Situation.Distance("mean", 2.5, true)))));
    }

    @Test
    void tellsDriftAndTheMostNovelImagesOfTheLastWindowOnce() {
        Novel image = new Novel(
                17.25, "Snea\u0000ker", 0.5f, new Source("images", 2, 41), new Thumbnail(1, 1, 1, new byte[] {7}));
        view.novel().put(REF, NOW, List.of());
        view.novel().put(REF, NOW, List.of(image));
        view.tick();

        JsonObject feed = feed(0);

        assertThat(feed.getAsJsonArray("drift").toString())
                .isEqualTo("[{\"model\":\"fashion-mnist\",\"state\":\"drift\",\"why\":\"\",\"images\":1000,"
                        + "\"collected\":12,\"at\":\"2026-11-28T14:10:00Z\","
                        + "\"statistics\":[{\"name\":\"mean\",\"psi\":2.5,\"alarm\":true}]}]");
        long seq = feed.get("seq").getAsLong();
        assertThat(feed.getAsJsonArray("novel").toString())
                .isEqualTo("[{\"seq\":" + seq + ",\"at\":\"2026-11-28T14:10:53.123456Z\",\"model\":\"fashion-mnist\","
                        + "\"version\":\"v1\",\"images\":[{\"label\":\"Snea\ufffdker\",\"confidence\":0.5,"
                        + "\"bits\":17.25,\"topic\":\"images\",\"partition\":2,\"offset\":41,"
                        + "\"thumb\":{\"w\":1,\"h\":1,\"c\":1,\"data\":\"Bw==\"}}]}]");
        assertThat(feed(seq).getAsJsonArray("novel")).isEmpty();
    }

    @Test
    void showsTheNovelImagesOfEachModelHoweverLargeTheyAre() {
        Novel image =
                new Novel(3, "cat", 0.5f, new Source("images", 0, 1), new Thumbnail(64, 64, 3, new byte[64 * 64 * 3]));
        for (String model : List.of("a", "b", "c", "d")) {
            view.novel().put(new ModelRef(model, "v1", REF.sha256()), NOW, Collections.nCopies(8, image));
        }
        view.tick();

        assertThat(feed(0).getAsJsonArray("novel"))
                .extracting(window -> window.getAsJsonObject().get("model").getAsString())
                .containsExactlyInAnyOrder("a", "b", "c", "d");
    }

    @Test
    void hasEveryFieldFromTheFirstMomentOn() {
        JsonObject feed = feed(0);

        assertThat(feed.keySet())
                .containsExactly(
                        "seq",
                        "at",
                        "instance",
                        "state",
                        "ready",
                        "paused",
                        "alarm",
                        "lost",
                        "waitingFor",
                        "lastError",
                        "lastErrorAt",
                        "try",
                        "lag",
                        "models",
                        "events",
                        "drift",
                        "mix",
                        "reasons",
                        "series",
                        "predictions",
                        "letters",
                        "novel");
        assertThat(feed.get("at").getAsString()).isEqualTo("2026-11-28T14:10:53.123Z");
        assertThat(feed.get("instance").getAsString()).isEqualTo("host-1");
        assertThat(feed.get("state").getAsString()).isEqualTo("running");
        assertThat(feed.get("ready").getAsBoolean()).isTrue();
        assertThat(feed.get("paused").getAsString()).isEmpty();
        assertThat(feed.get("lastError").getAsString()).isEqualTo("disk�full");
        assertThat(feed.get("lastErrorAt").getAsString()).isEqualTo("2026-11-28T14:09:00Z");
        assertThat(feed.get("try").getAsBoolean()).isTrue();
        assertThat(feed.getAsJsonArray("lag").toString())
                .isEqualTo("[{\"topic\":\"images\",\"records\":12,\"seconds\":0.5,\"partitions\":4}]");
        assertThat(feed.getAsJsonArray("models").toString())
                .isEqualTo(
                        "[{\"name\":\"fashion-mnist\",\"live\":null,\"sha256\":null,\"since\":null,\"accuracy\":null,"
                                + "\"classes\":null,\"labels\":[],\"behindSeconds\":3.5}]");
    }

    @Test
    void tellsTheModelInForceAndWhatBecameOfTheOthers() {
        view.models().live(NOW, REF, LABELS, 0.8968, Duration.ofMillis(120));
        view.models().refused(NOW, "fashion-mnist", "bad", "golden", "golden image 3: no");

        JsonObject feed = feed(0);

        assertThat(feed.getAsJsonArray("models").get(0).toString())
                .isEqualTo(
                        "{\"name\":\"fashion-mnist\",\"live\":\"v1\",\"sha256\":\"" + REF.sha256()
                                + "\",\"since\":\"" + NOW
                                + "\",\"accuracy\":0.8968,\"classes\":2,\"labels\":[\"T-shirt/top\",\"Sneaker\"],\"behindSeconds\":3.5}");
        assertThat(feed.getAsJsonArray("events").toString())
                .isEqualTo(
                        "[{\"at\":\"" + NOW + "\",\"model\":\"fashion-mnist\",\"version\":\"v1\",\"result\":\"live\","
                                + "\"stage\":null,\"why\":null,\"seconds\":0.12},{\"at\":\"" + NOW
                                + "\",\"model\":\"fashion-mnist\",\"version\":\"bad\",\"result\":\"refused\","
                                + "\"stage\":\"golden\",\"why\":\"golden image 3: no\",\"seconds\":null}]");
    }

    @Test
    void remembersTheLastFiftyEventsAndAHundredLabels() {
        List<String> many =
                IntStream.range(0, 3_800).mapToObj(i -> i + "x".repeat(250)).toList();
        for (int i = 0; i < 80; i++) {
            view.models().live(NOW, new ModelRef("fashion-mnist", "v" + i, "0".repeat(64)), many, null, Duration.ZERO);
        }

        JsonArray events = feed(0).getAsJsonArray("events");
        assertThat(events).hasSize(50);
        assertThat(events.get(49).getAsJsonObject().get("version").getAsString())
                .isEqualTo("v79");
        JsonObject model = feed(0).getAsJsonArray("models").get(0).getAsJsonObject();
        assertThat(model.get("classes").getAsInt()).isEqualTo(3_800);
        assertThat(model.getAsJsonArray("labels"))
                .hasSize(100)
                .allSatisfy(l -> assertThat(l.getAsString()).hasSize(64));
    }

    @Test
    void givesAPageWhatIsNewToIt() {
        long seq = feed(0).get("seq").getAsLong();
        second(5);
        prediction();
        letter();

        JsonObject first = feed(seq);
        assertThat(first.getAsJsonArray("predictions")).hasSize(1);
        assertThat(first.getAsJsonArray("letters")).hasSize(1);
        assertThat(first.getAsJsonObject("series").getAsJsonArray("answered").toString())
                .isEqualTo("[5]");
        assertThat(first.getAsJsonArray("mix").toString())
                .isEqualTo("[{\"model\":\"fashion-mnist\",\"class\":\"Sneaker\",\"count\":5}]");
        assertThat(first.getAsJsonArray("reasons").toString()).isEqualTo("[{\"reason\":\"WRONG_SIZE\",\"count\":2}]");

        JsonObject next = feed(first.get("seq").getAsLong());
        assertThat(next.getAsJsonArray("predictions")).isEmpty();
        assertThat(next.getAsJsonArray("letters")).isEmpty();
        assertThat(next.getAsJsonObject("series").getAsJsonArray("answered")).isEmpty();
        assertThat(next.getAsJsonArray("mix")).as("the whole list each time").hasSize(1);
    }

    @Test
    void givesEverythingToAPageThatKnowsTheLifeOfAnotherProcess() {
        prediction();
        long seq = feed(0).get("seq").getAsLong();

        assertThat(feed(seq + 1_000_000).getAsJsonArray("predictions")).hasSize(1);
        assertThat(feed(12).getAsJsonArray("predictions")).hasSize(1);
    }

    @Test
    void makesTheSameAnswerOnceHoweverManyPagesAsk() {
        prediction();
        asked.set(0);
        byte[] first = view.json(0);

        for (int page = 0; page < 200; page++) {
            assertThat(view.json(0)).isSameAs(first);
        }
        assertThat(asked).hasValue(1);

        nanos.addAndGet(Duration.ofMillis(300).toNanos());
        assertThat(view.json(0)).isNotSameAs(first);
        assertThat(asked).hasValue(2);
    }

    @Test
    void samplesLessWhenNobodyHasAskedForTenSeconds() {
        byte[] unused = view.json(0);
        long watched = sampledIn(40);
        sampledIn(40);
        long unwatched = sampledIn(40);

        assertThat(watched).isGreaterThan(60);
        assertThat(unwatched).isBetween(5L, 31L);
    }

    @Test
    void staysSmallForAFirstLook() {
        byte[] unused = view.json(0);
        for (int i = 0; i < 400; i++) {
            sampledIn(1);
        }

        assertThat(view.json(0)).hasSizeLessThan(450 << 10);
    }

    /** As a letter does that needs more memory than there is. */
    @Test
    void goesOnAfterALetterThatIsTooMuch() {
        AtomicBoolean hostile = new AtomicBoolean();
        AtomicInteger fell = new AtomicInteger();
        Clock clock = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                if (hostile.get()) {
                    fell.incrementAndGet();
                    throw new OutOfMemoryError("a letter's picture");
                }
                return NOW;
            }
        };
        try (LiveView attacked = new LiveView(
                List.of("fashion-mnist"),
                new ImageSettings(1 << 20, 1_000, 1_000_000, 10, false),
                this::situation,
                clock,
                nanos::get)) {
            IntStream.range(0, 4).forEach(i -> attacked.tick());
            attacked.sampler("fashion-mnist")
                    .rejected(new Source("images", 0, 0), new Rejected(Reason.WRONG_SIZE, "no"), new byte[3]);
            hostile.set(true);
            attacked.start();
            Awaitility.await().until(() -> fell.get() > 0);
            hostile.set(false);
            attacked.second(NOW, new Second(5, 0, 0.004, 0.012, Map.of(), Map.of()));

            Awaitility.await().untilAsserted(() -> {
                nanos.addAndGet(Duration.ofMillis(300).toNanos());
                assertThat(new String(attacked.json(0), StandardCharsets.UTF_8)).contains("\"answered\":[5]");
            });
        }
    }

    /** Samples in so many quarters of a second with many images in each. */
    private long sampledIn(int ticks) {
        long taken = 0;
        InputSpec colour = new InputSpec(3, 64, 64, 0);
        byte[] tensor = new byte[colour.bytes()];
        for (int t = 0; t < ticks; t++) {
            for (int i = 0; i < 100; i++) {
                tensor[i] = (byte) i;
                Sample sample = view.sampler("fashion-mnist")
                        .sample(REF, LABELS, colour, new float[] {0.9f, 0.1f}, i % 2, tensor);
                if (sample != null) {
                    sample.answered(new Source("images", 0, offset++), null, 0.1);
                    taken++;
                }
            }
            tick();
        }
        return taken;
    }

    private void prediction() {
        tick();
        tick();
        tick();
        tick();
        InputSpec input = new InputSpec(1, 1, 1, 0);
        Sample sample = Objects.requireNonNull(
                view.sampler("fashion-mnist").sample(REF, LABELS, input, new float[] {0.1f, 0.9f}, 1, new byte[1]));
        sample.answered(new Source("images", 0, offset++), null, 0.1);
        tick();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    }

    private void letter() {
        IntStream.range(0, 4).forEach(i -> tick());
        view.sampler("fashion-mnist")
                .rejected(new Source("images", 0, offset++), new Rejected(Reason.WRONG_SIZE, "no"), new byte[3]);
        tick();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    }

    private void second(long answered) {
        view.second(
                NOW,
                new Second(
                        answered,
                        0,
                        0.004,
                        0.012,
                        Map.of("fashion-mnist", Map.of("Sneaker", answered)),
                        Map.of("EMPTY", 0L, "WRONG_SIZE", 2L)));
        tick();
    }

    private void tick() {
        nanos.addAndGet(Duration.ofMillis(250).toNanos());
        view.tick();
    }

    private JsonObject feed(long after) {
        nanos.addAndGet(Duration.ofMillis(300).toNanos());
        return JsonParser.parseString(new String(view.json(after), StandardCharsets.UTF_8))
                .getAsJsonObject();
    }
}
