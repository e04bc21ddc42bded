package io.odradek.streamer.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.odradek.streamer.contract.ModelContract;
import io.odradek.streamer.contract.Reference;
import io.odradek.streamer.image.ImageFormat;
import io.odradek.streamer.live.sample.Novel;
import io.odradek.streamer.live.sample.Thumbnail;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.message.Source;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DriftMonitorTest {
    private static final int WINDOW = 1_000;
    private static final byte[] IMAGE = new byte[784];

    private final List<String> watched = new ArrayList<>();
    private final List<Verdict> verdicts = Collections.synchronizedList(new ArrayList<>());
    private final List<List<Novel>> novel = Collections.synchronizedList(new ArrayList<>());
    private final DriftMonitor monitor = new DriftMonitor(WINDOW, new DriftMonitor.Listener() {
        @Override
        public void watching(ModelRef model, Reference.Reading reference) {
            watched.add(model.version() + " " + reference.getClass().getSimpleName());
        }

        @Override
        public void judged(ModelRef model, Verdict verdict, List<Novel> images) {
            verdicts.add(verdict);
            novel.add(images);
        }
    });

    @Test
    void imagesLikeThoseOfTheReferenceAreQuietInEachStatistic() {
        Observer observer = observe("1", References.FULL);

        IntStream.range(0, 3 * WINDOW).forEach(i -> usual(observer, i));

        assertThat(verdicts).hasSize(3).allSatisfy(verdict -> {
            assertThat(verdict.images()).isEqualTo(WINDOW);
            assertThat(verdict.findings()).containsOnlyKeys(Statistic.values());
            assertThat(verdict.alarm()).isFalse();
        });
        assertThat(watched).containsExactly("1 Known");
    }

    @Test
    void eachStatisticAlarmsByItself() {
        Observer observer = observe("1", References.FULL);

        fill(i -> add(observer, 0, sure(i), moments(i % 2 * 50 + 60, 15), format(i), 784));
        fill(i -> add(observer, i % 2, 0.3f, moments(i / 2 % 2 * 50 + 60, 15), format(i), 784));
        fill(i -> add(observer, i % 2, sure(i), moments(20, 15), format(i), 784));
        fill(i -> add(observer, i % 2, sure(i), moments(i / 2 % 2 * 50 + 60, 3), format(i), 784));
        fill(i -> add(observer, i % 2, sure(i), moments(i / 2 % 2 * 50 + 60, 15), format(i), 1_000));
        fill(i -> add(observer, i % 2, sure(i), moments(i / 2 % 2 * 50 + 60, 15), ImageFormat.RAW, 784));

        assertThat(verdicts)
                .extracting(Verdict::alarming)
                .containsExactly(
                        List.of(Statistic.CLASSES),
                        List.of(Statistic.CONFIDENCE),
                        List.of(Statistic.MEAN),
                        List.of(Statistic.CONTRAST),
                        List.of(Statistic.SIZE),
                        List.of(Statistic.FORMAT));
        assertThat(verdicts.get(0).describe()).matches("classes \\(PSI \\d\\.\\d\\d\\)");
    }

    @Test
    void ofAnOldReferenceOnlyClassesAndConfidenceAreJudged() {
        Observer observer = observe("1", References.OLD);

        fill(i -> add(observer, i % 2, sure(i), moments(0, 0), ImageFormat.RAW, 1));

        assertThat(verdicts).singleElement().satisfies(verdict -> {
            assertThat(verdict.findings()).containsOnlyKeys(Statistic.CLASSES, Statistic.CONFIDENCE);
            assertThat(verdict.psi(Statistic.MEAN)).isNaN();
            assertThat(verdict.alarm()).isFalse();
        });
    }

    @Test
    void withoutAReferenceNothingIsCounted() {
        Observer missing =
                monitor.observer(References.ref("1"), References.contract("1", new Reference.Reading.Missing()), 1);
        Observer unusable = monitor.observer(
                References.ref("2"), References.contract("2", new Reference.Reading.Unusable("no JSON")), 2);

        assertThat(missing).isNull();
        assertThat(unusable).isNull();
        assertThat(watched).containsExactly("1 Missing", "2 Unusable");
    }

    @Test
    void aWindowOfZeroImagesIsOff() {
        DriftMonitor off = DriftMonitor.off();

        assertThat(off.observer(References.ref("1"), References.contract("1", References.FULL), 1))
                .isNull();
        assertThat(off.images()).isZero();
    }

    @Test
    void aChangeOfTheModelBeginsAWindowAnewAlsoTheWayBack() {
        ModelContract first = References.contract("1", References.OLD);
        ModelContract second = References.contract("2", References.OLD);
        Observer one = Objects.requireNonNull(monitor.observer(References.ref("1"), first, 1));
        IntStream.range(0, WINDOW - 1).forEach(i -> usual(one, i));

        Observer two = Objects.requireNonNull(monitor.observer(References.ref("2"), second, 2));
        assertThat(monitor.images()).isZero();
        assertThat(monitor.observer(References.ref("1"), first, 1))
                .as("a batch that was in work during the change")
                .isNull();
        assertThat(monitor.observer(References.ref("2"), second, 2)).isSameAs(two);
        usual(two, 0);
        assertThat(monitor.images()).isEqualTo(1);
        assertThat(monitor.observer(References.ref("1"), first, 3)).isNotNull();

        assertThat(watched).containsExactly("1 Known", "2 Known", "1 Known");
        assertThat(verdicts).isEmpty();
    }

    @Test
    void aLateBatchOfAVersionThatWasNeverCountedChangesNothing() {
        ModelContract late = References.contract("2", References.OLD);
        Observer three = Objects.requireNonNull(
                monitor.observer(References.ref("3"), References.contract("3", References.OLD), 3));

        assertThat(monitor.observer(References.ref("2"), late, 2)).isNull();

        assertThat(monitor.observer(References.ref("3"), References.contract("3", References.OLD), 3))
                .isSameAs(three);
        assertThat(watched).containsExactly("3 Known");
    }

    @Test
    void formatsByAnotherNameAreTheirsAndThoseThatNobodySendsHereStayApart() {
        Reference old = References.OLD;
        Observer observer = observe(
                "1",
                new Reference(
                        old.images(),
                        old.classShares(),
                        old.confidenceHistogram(),
                        null,
                        null,
                        null,
                        Map.of("image/jpg", 0.5, "image/webp", 0.5)));

        fill(i -> add(observer, i % 2, sure(i), moments(60, 15), ImageFormat.JPEG, 784));

        assertThat(verdicts).singleElement().satisfies(verdict -> {
            assertThat(verdict.alarming()).containsExactly(Statistic.FORMAT);
            // Half an image of 1,000 in place of half of all, and all in place of half.
            assertThat(verdict.psi(Statistic.FORMAT))
                    .isCloseTo(0.5 * Math.log(2) + (0.5 - 0.0005) * Math.log(1_000), within(1e-9));
        });
    }

    @Test
    void threadsFillWindowsTogetherAndNoImageIsCountedTwice() throws InterruptedException {
        Observer observer = observe("1", References.FULL);
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(t -> new Thread(() -> IntStream.range(0, 5 * WINDOW).forEach(i -> usual(observer, i))))
                .toList();

        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(verdicts).hasSize(20).allMatch(verdict -> verdict.images() == WINDOW);
        assertThat(monitor.images()).isZero();
    }

    @Test
    void countingAnImageAllocatesNothing() {
        DriftMonitor long_ = new DriftMonitor(1_000_000, new Recorded());
        ModelContract contract = References.contract("1", References.FULL);
        ModelRef ref = References.ref("1");
        PixelMoments moments = moments(60, 15);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        add(Objects.requireNonNull(long_.observer(ref, contract, 1)), 0, 0.9f, moments, ImageFormat.PNG, 784);
        long before = threads.getCurrentThreadAllocatedBytes();

        for (int i = 0; i < 10_000; i++) {
            Observer observer = long_.observer(ref, contract, 1);
            add(Objects.requireNonNull(observer), i % 2, 0.9f, moments, ImageFormat.PNG, 784);
        }

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
        assertThat(long_.images()).isEqualTo(10_001);
    }

    @Test
    void theMostNovelImagesOfAWindowAreKeptWhereTheyAreWanted() {
        // Given
        monitor.keepNovel();
        Observer observer = observe("1", References.FULL);

        // When: among the usual ones an unsure one, a dark one, and one that is both
        fill(i -> {
            float confidence = i == 500 || i == 300 ? 0.4f : sure(i);
            PixelMoments moments = i == 700 || i == 300 ? moments(20, 15) : moments(i / 2 % 2 * 50 + 60, 15);
            observer.add(i % 2, confidence, moments, format(i), 784, IMAGE, () -> new Source("images", 1, i));
        });
        fill(i -> usual(observer, i));

        // Then
        List<Novel> images = novel.get(0);
        assertThat(images).hasSize(NovelImages.MOST).isSortedAccordingTo((a, b) -> Double.compare(b.bits(), a.bits()));
        assertThat(images.get(0).source()).isEqualTo(new Source("images", 1, 300));
        assertThat(images.subList(1, 3))
                .extracting(image -> image.source().offset())
                .containsExactly(700L, 500L);
        assertThat(images.get(0).label()).isEqualTo("cat");
        assertThat(images.get(0).confidence()).isEqualTo(0.4f);
        assertThat(images.get(0).thumbnail())
                .isEqualTo(new Thumbnail(28, 28, 1, images.get(0).thumbnail().pixels()));
        // Half an image of 10,000 is in its tenth and in its mean, each in its contrast and size, a tenth is JPEG.
        assertThat(images.get(0).bits())
                .isCloseTo(2 * Math.log(20_000) / Math.log(2) + Math.log(10) / Math.log(2) + 0.6, within(1e-6));
        assertThat(novel.get(1)).as("each window for itself").hasSize(NovelImages.MOST);
    }

    @Test
    void noImageIsKeptWhereNobodyWantsThem() {
        Observer observer = observe("1", References.FULL);

        fill(i -> usual(observer, i));

        assertThat(novel).containsExactly(List.of());
    }

    @Test
    void valuesThatNoImageHasHarmNothing() {
        Observer observer = observe("1", References.FULL);

        fill(i -> add(observer, i % 5 - 1, i % 3 - 1f, moments(60, 15), ImageFormat.PNG, -1));

        assertThat(verdicts).hasSize(1);
    }

    private Observer observe(String version, Reference reference) {
        @Nullable
        Observer observer = monitor.observer(References.ref(version), References.contract(version, reference), 1);
        return Objects.requireNonNull(observer);
    }

    private static void fill(java.util.function.IntConsumer image) {
        IntStream.range(0, WINDOW).forEach(image);
    }

    private static void add(
            Observer observer, int index, float confidence, PixelMoments moments, ImageFormat format, long pixels) {
        observer.add(index, confidence, moments, format, pixels, IMAGE, DriftMonitorTest::source);
    }

    private static Source source() {
        return new Source("images", 1, 7);
    }

    private static void usual(Observer observer, int i) {
        add(observer, i % 2, sure(i), moments(i / 2 % 2 * 50 + 60, 15), format(i), 784);
    }

    private static float sure(int i) {
        return i % 5 == 0 ? 0.85f : 0.95f;
    }

    private static ImageFormat format(int i) {
        return i % 10 == 0 ? ImageFormat.JPEG : ImageFormat.PNG;
    }

    /** Of an image of such a mean and contrast: half of it darker, half lighter. */
    private static PixelMoments moments(int mean, int contrast) {
        byte[] image = new byte[784];
        Arrays.fill(image, 0, 392, (byte) (mean - contrast));
        Arrays.fill(image, 392, 784, (byte) (mean + contrast));
        PixelMoments moments = new PixelMoments();
        moments.look(image);
        return moments;
    }

    private record Recorded() implements DriftMonitor.Listener {
        @Override
        public void watching(ModelRef model, Reference.Reading reference) {
            // Not of interest.
        }

        @Override
        public void judged(ModelRef model, Verdict verdict, List<Novel> images) {
            // Not of interest.
        }
    }
}
