package io.odradek.streamer.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.contract.Reference;
import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.live.sample.Novel;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.model.Admission;
import io.odradek.streamer.model.AdmissionGate;
import io.odradek.streamer.model.ModelHolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Alarms of the real net on real images, shifted and not. The reference is of one half of the test images, windows are of
 * the other half; what decides is random, by fixed seeds. With {@code -Ddrift.table=true} the table of {@code
 * deploy/drift.md} goes to {@code target/drift.md}.
 */
class DriftEvidenceTest {
    private static final Path MODEL = Path.of("..", "deploy", "contract", "fashion-mnist-seed.onnx");
    private static final int[] SIZES = {100, 1_000, 10_000};
    private static final int WINDOWS = 1_000;
    private static final int WINDOWS_A_SPLIT = 20;
    /** For each shift and size, each with a reference of its own. */
    private static final int RUNS = 20;

    private static final int MOST_WINDOWS = 20;
    private static final ModelHolder MODELS = new ModelHolder();
    private static final Map<Shift, Looks> LOOKS = new EnumMap<>(Shift.class);

    /**
     * A row's cell.
     *
     * @param images until the alarm, of each run; 0 for those without one
     * @param statistics what alarmed how often
     */
    private record Found(List<Integer> images, Map<Statistic, Integer> statistics) {
        /** Whether each run alarmed in its first window. */
        boolean atOnce(int windowImages) {
            return images.stream().allMatch(count -> count == windowImages);
        }

        String cell() {
            List<Integer> alarms =
                    images.stream().filter(count -> count > 0).sorted().toList();
            if (alarms.isEmpty()) {
                return "none";
            }
            String all = String.format(
                    Locale.ROOT, "%,d (%,d)", alarms.get(alarms.size() / 2), alarms.get(alarms.size() - 1));
            return alarms.size() == images.size() ? all : all + ", " + alarms.size() + " of " + images.size();
        }

        String statistics(int most) {
            return statistics.entrySet().stream()
                    .sorted(Map.Entry.<Statistic, Integer>comparingByValue().reversed())
                    .limit(most)
                    .map(one -> one.getKey().tag())
                    .collect(Collectors.joining(", "));
        }
    }

    @BeforeAll
    static void look() {
        FashionImages images = FashionImages.load();
        Admission admission = new AdmissionGate(1 << 20, TrustedKeys.NONE).admit(MODEL, null, null);
        MODELS.swap(((Admission.Admitted) admission).model());
        try (ModelHolder.Lease lease = Objects.requireNonNull(MODELS.acquire())) {
            for (Shift shift : Shift.values()) {
                LOOKS.put(shift, Looks.of(lease.classifier(), images, shift));
            }
        }
    }

    @AfterAll
    static void release() {
        MODELS.close();
        LOOKS.clear();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 1_000, 10_000})
    void unshiftedImagesAlarmInOneOfAThousandWindowsAtMost(int windowImages) {
        assertThat(alarmsWithoutAShift(windowImages)).isLessThanOrEqualTo(WINDOWS / 1_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ROTATED_15",
                "ROTATED_30",
                "ROTATED_90",
                "DARKER_10",
                "NOISE_50",
                "DARKER_50",
                "INVERTED",
                "NO_SANDALS"
            })
    void aShiftThatMattersAlarmsInTheFirstWindowOfTheDefaultSize(String shift) {
        Found found = shifted(Shift.valueOf(shift), 1_000);

        assertThat(found.atOnce(1_000)).as(found.toString()).isTrue();
    }

    @Test
    void invertedAndTurnedImagesAlarmInAWindowOfAHundred() {
        assertThat(shifted(Shift.INVERTED, 100).atOnce(100)).isTrue();
        assertThat(shifted(Shift.ROTATED_90, 100).atOnce(100)).isTrue();
    }

    @Test
    @EnabledIfSystemProperty(named = "drift.table", matches = "true")
    void theTableHasARowForEachShift() throws IOException {
        String table = table();

        Files.writeString(Path.of("target", "drift.md"), table);
        assertThat(table.lines()).hasSize(2 + Shift.values().length);
    }

    private static String table() {
        StringBuilder table = new StringBuilder("""
                | shift | accuracy | windows of 100 | of 1,000 | of 10,000 | what alarms |
                |---|---|---|---|---|---|
                """);
        for (Shift shift : Shift.values()) {
            table.append(String.format(
                    Locale.ROOT, "| %s | %.3f |", shift.words, looks(shift).accuracy()));
            if (shift == Shift.NONE) {
                for (int size : SIZES) {
                    table.append(
                            String.format(Locale.ROOT, " %d of %,d windows |", alarmsWithoutAShift(size), WINDOWS));
                }
                table.append(" |\n");
                continue;
            }
            String statistics = "";
            for (int size : SIZES) {
                Found found = shifted(shift, size);
                table.append(' ').append(found.cell()).append(" |");
                statistics = size == 1_000 || statistics.isEmpty() ? found.statistics(6) : statistics;
            }
            table.append(' ').append(statistics).append(" |\n");
        }
        return table.toString();
    }

    /** Of 1,000 windows, 20 with each division of the test images. */
    private static int alarmsWithoutAShift(int windowImages) {
        Random random = new Random(windowImages);
        int alarms = 0;
        for (int split = 0; split < WINDOWS / WINDOWS_A_SPLIT; split++) {
            int[] order = shuffled(random);
            Recorder recorder = new Recorder();
            Observer observer = observer(order, windowImages, recorder);
            int[] pool = Arrays.copyOfRange(order, order.length / 2, order.length);
            while (recorder.verdicts.size() < WINDOWS_A_SPLIT) {
                fill(observer, looks(Shift.NONE), pool, windowImages, random);
            }
            alarms += (int) recorder.verdicts.stream().filter(Verdict::alarm).count();
        }
        return alarms;
    }

    /** No image twice in a window, where there are enough of them. */
    private static void fill(Observer observer, Looks looks, int[] pool, int windowImages, Random random) {
        for (int i = 0; i < windowImages; i++) {
            int from = windowImages > pool.length ? 0 : i;
            int next = from + random.nextInt(pool.length - from);
            int chosen = pool[next];
            pool[next] = pool[from];
            pool[from] = chosen;
            looks.feed(observer, chosen);
        }
    }

    private static Found shifted(Shift shift, int windowImages) {
        Random random = new Random(31L * windowImages + shift.words.hashCode());
        List<Integer> images = new ArrayList<>();
        Map<Statistic, Integer> statistics = new EnumMap<>(Statistic.class);
        for (int run = 0; run < RUNS; run++) {
            int[] order = shuffled(random);
            Recorder recorder = new Recorder();
            Observer observer = observer(order, windowImages, recorder);
            int[] pool = mixed(shift, Arrays.copyOfRange(order, order.length / 2, order.length));
            while (recorder.verdicts.size() < MOST_WINDOWS && !recorder.hasAlarm()) {
                fill(observer, looks(shift), pool, windowImages, random);
            }
            images.add(recorder.hasAlarm() ? recorder.verdicts.size() * windowImages : 0);
            recorder.verdicts
                    .get(recorder.verdicts.size() - 1)
                    .alarming()
                    .forEach(statistic -> statistics.merge(statistic, 1, Integer::sum));
        }
        return new Found(images, statistics);
    }

    /** Images as often as the shift wants them: twice as many places as images, each of weight 1 in two of them. */
    private static int[] mixed(Shift shift, int[] pool) {
        return Arrays.stream(pool)
                .flatMap(i -> IntStream.generate(() -> i)
                        .limit(Math.round(2 * shift.weight(looks(shift).label(i)))))
                .toArray();
    }

    private static int[] shuffled(Random random) {
        int[] order = IntStream.range(0, looks(Shift.NONE).size()).toArray();
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[other];
            order[other] = swapped;
        }
        return order;
    }

    /** Of a model that was tested on the first half. */
    private static Observer observer(int[] order, int windowImages, Recorder recorder) {
        Reference reference = looks(Shift.NONE).reference(Arrays.copyOf(order, order.length / 2));
        DriftMonitor monitor = new DriftMonitor(windowImages, recorder);
        return Objects.requireNonNull(monitor.observer(References.ref("1"), References.contract("1", reference), 1));
    }

    private static Looks looks(Shift shift) {
        return Objects.requireNonNull(LOOKS.get(shift));
    }

    private static final class Recorder implements DriftMonitor.Listener {
        private final List<Verdict> verdicts = new ArrayList<>();

        @Override
        public void watching(ModelRef model, Reference.Reading reference) {
            // Known.
        }

        @Override
        public void judged(ModelRef model, Verdict verdict, List<Novel> images) {
            verdicts.add(verdict);
        }

        boolean hasAlarm() {
            return verdicts.stream().anyMatch(Verdict::alarm);
        }
    }
}
