package io.odradek.streamer.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.kit.Signer;
import io.odradek.streamer.model.AdmissionGate;
import io.odradek.streamer.model.ForeignModels;
import io.odradek.streamer.model.ModelHolder;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files, real models; looks every 50 ms. */
class ModelPathLoaderTest {
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration NEVER = Duration.ofHours(1);
    private static final long MAX = 100_000;

    @TempDir
    private Path dir;

    private final RecordedEvents events = new RecordedEvents();
    private final ModelHolder holder = new ModelHolder();
    private final AtomicLong memory = new AtomicLong(Long.MAX_VALUE);
    private final Machine machine = new Machine();
    private @Nullable ModelPathLoader loader;

    @AfterEach
    void stop() {
        if (loader != null) {
            loader.close();
        }
        holder.close();
        assertThat(events.failed).isEmpty();
    }

    @Test
    void saysWhatItWaitsForThenTakesAFileThatAppears() throws IOException {
        Path file = dir.resolve("my.model");
        watch(file, NEVER);
        await().until(() -> events.waiting.contains(
                "the model file " + file + " (odradek.model.path), which does not exist or cannot be seen"));

        Files.write(file, TestModels.file("1", 0));

        awaitLive("1");
        await().ignoreExceptions().until(() -> spooled().isEmpty());
    }

    @Test
    void takesTheNewestFileOfADirectoryAndOfTwoTheLastByName() throws IOException {
        Path models = models();
        watch(models, NEVER);
        await().until(() -> !events.waiting.isEmpty());
        assertThat(events.waiting.get(0)).contains("a *.onnx file in the directory " + models);

        put(models.resolve("b.onnx"), TestModels.file("b", 0), 2_000);
        awaitLive("b");
        put(models.resolve("old.onnx"), TestModels.file("old", 0), 1_000);
        put(models.resolve("z.txt"), TestModels.file("txt", 0), 9_000);
        put(models.resolve(".hidden.onnx"), TestModels.file("hidden", 0), 9_000);
        put(models.resolve("z.onnx.tmp"), TestModels.file("tmp", 0), 9_000);
        put(models.resolve("z.onnx.part"), TestModels.file("part", 0), 9_000);
        Files.createDirectory(models.resolve("directory.onnx"));
        put(models.resolve("c.onnx"), TestModels.file("c", 0), 2_000);

        awaitLive("c");
        assertThat(events.live).containsExactly("b", "c");
        assertThat(events.refused).isEmpty();
    }

    @Test
    void keepsTheLiveModelWhenTheFileVanishesAndTakesTheNextOne() throws IOException {
        Path models = models();
        put(models.resolve("m.onnx"), TestModels.file("1", 0), 1_000);
        watch(models, NEVER);
        awaitLive("1");

        Files.delete(models.resolve("m.onnx"));
        Files.delete(models);
        Files.createDirectory(models);
        put(models.resolve("m.onnx"), TestModels.file("2", 0), 500);

        awaitLive("2");
        assertThat(events.unreadable).isEmpty();
    }

    @Test
    void takesAFileThatIsBeingWrittenOnlyWhenItIsFinished() throws IOException {
        Path models = models();
        byte[] file = TestModels.file("1", 0);
        watch(models, NEVER);
        int stalls = 0;
        long last = System.nanoTime();
        try (OutputStream out = Files.newOutputStream(models.resolve("m.onnx"))) {
            // A writer that is as slow as this one never looks finished; the last part comes after many looks.
            for (int i = 0; i < file.length; i += 50) {
                long before = System.nanoTime();
                out.write(file, i, Math.min(50, file.length - i));
                out.flush();
                stalls += System.nanoTime() - last > LOOK.toNanos() / 2 ? 1 : 0;
                last = before;
                Awaitility.await().pollDelay(Duration.ofMillis(10)).until(() -> true);
            }
        }

        awaitLive("1");
        assertThat(events.refused)
                .as("only what stood still for about a look, on a busy machine, looked finished")
                .hasSizeLessThanOrEqualTo(1 + stalls);
    }

    @Test
    void refusesAHalfFileOnceAndTakesTheFinishedOne() throws IOException {
        Path models = models();
        byte[] file = TestModels.file("1", 0);
        Path path = models.resolve("m.onnx");
        Files.write(path, Arrays.copyOf(file, file.length / 2));
        watch(models, Duration.ofMillis(100));
        await().until(() -> events.refused.size() == 1);
        assertThat(events.refused.get(0)).startsWith("m.onnx, ");
        // The same bad content again, as another file and by the slow look: neither tried nor told again.
        Files.setLastModifiedTime(path, FileTime.fromMillis(5_000));
        Files.copy(path, models.resolve("n.onnx"));
        awaitLooks();
        assertThat(events.refused).hasSize(1);
        assertThat(events.waiting.get(events.waiting.size() - 1)).contains("n.onnx was refused");

        Files.write(models.resolve("n.onnx"), file);

        awaitLive("1");
        assertThat(events.refused).hasSize(1);
    }

    @Test
    void noticesAnotherFileWithTheSameNameSizeAndTime() throws IOException {
        Path models = models();
        Path path = models.resolve("m.onnx");
        put(path, TestModels.file("1", 0), 1_000);
        watch(models, NEVER);
        awaitLive("1");

        Path other = models.resolve("m.tmp");
        put(other, TestModels.file("2", 0), 1_000);
        assertThat(Files.size(other)).isEqualTo(Files.size(path));
        Files.move(other, path, StandardCopyOption.ATOMIC_MOVE);

        awaitLive("2");
    }

    @Test
    void noticesContentThatWasWrittenInPlaceWithTheOldTimeSetBack() throws IOException {
        Path path = models().resolve("m.onnx");
        put(path, TestModels.file("1", 0), 1_000);
        watch(path, NEVER);
        awaitLive("1");

        put(path, TestModels.file("2", 0), 1_000);

        awaitLive("2");
    }

    @Test
    void takesOtherBytesUnderTheVersionInForceBecausePredictionsNameTheDigest() throws IOException {
        Path path = models().resolve("m.onnx");
        Files.write(path, TestModels.file("1", 0));
        watch(path, NEVER);
        awaitLive("1");

        Files.write(path, TestModels.file("1", 1));

        await().until(() -> events.live.size() == 2);
        assertThat(events.live).containsExactly("1", "1");
    }

    @Test
    void saysThatAFileWaitsWhichThisMachineCannotTry() throws IOException {
        machine.fault("the process that tries it was killed");
        Path path = models().resolve("m.onnx");
        Files.write(path, TestModels.file("1", 0));

        watch(path, NEVER);

        await().until(() -> !events.unreadable.isEmpty());
        assertThat(events.unreadable.get(0)).isEqualTo(path + " waits: the process that tries it was killed");
        assertThat(events.refused).isEmpty();
        machine.fault("");
        Files.write(path, TestModels.file("2", 0));
        awaitLive("2");
    }

    @Test
    void followsTheLinksOfAConfigMap() throws IOException {
        Path mount = models();
        Path first = Files.createDirectory(mount.resolve("..2026_11_24"));
        Files.write(first.resolve("m.onnx"), TestModels.file("1", 0));
        Files.createSymbolicLink(mount.resolve("..data"), first.getFileName());
        Files.createSymbolicLink(mount.resolve("m.onnx"), Path.of("..data", "m.onnx"));
        watch(mount, NEVER);
        awaitLive("1");

        Path second = Files.createDirectory(mount.resolve("..2026_11_25"));
        Files.write(second.resolve("m.onnx"), TestModels.file("2", 0));
        Files.createSymbolicLink(mount.resolve("..data_tmp"), second.getFileName());
        Files.move(mount.resolve("..data_tmp"), mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);

        awaitLive("2");
        assertThat(events.refused).isEmpty();
    }

    @Test
    void refusesAnotherNameAndAFileThatIsTooLargeWithoutReadingIt() throws IOException {
        Path path = models().resolve("m.onnx");
        Files.write(
                path,
                TestModels.put(TestModels.model("1", 0), "odradek.name", "other")
                        .build()
                        .toByteArray());
        watch(path, Duration.ofMillis(100));
        await().until(() -> events.refused.size() == 1);
        assertThat(events.refused.get(0)).contains("calls itself other, served is test-model (odradek.model.name)");

        try (var channel = Files.newByteChannel(path, StandardOpenOption.WRITE)) {
            // A hole: 100 GB that nobody could copy.
            channel.position(100L << 30);
            channel.write(java.nio.ByteBuffer.allocate(1));
        }
        await().until(() -> events.refused.size() == 2);
        awaitLooks();

        assertThat(events.refused).hasSize(2);
        assertThat(events.refused.get(1)).startsWith("m.onnx, size: 107374182401 bytes, allowed: 100000");
    }

    @Test
    void adoptsAForeignModelWithTheSidecarBesideIt() throws IOException {
        Path path = models().resolve("m.onnx");
        Path sidecar = models().resolve("m.onnx.json");
        Files.write(path, ForeignModels.brightest(1));
        watch(models(), NEVER);
        await().until(() -> events.refused.size() == 1);
        assertThat(events.refused.get(0)).contains("needs a sidecar");
        String text = ForeignModels.sidecar("1");
        Files.writeString(sidecar, text.substring(0, text.length() / 2));
        await().until(() -> events.refused.size() == 2);
        assertThat(events.refused.get(1)).contains("sidecar is no JSON");

        Files.writeString(sidecar, text);
        awaitLive("1");
        Files.writeString(sidecar, ForeignModels.sidecar("2"));

        awaitLive("2");
        assertThat(events.refused).hasSize(2);
        ModelHolder.Lease lease = holder.acquire();
        if (lease == null) {
            throw new AssertionError("no model is live");
        }
        assertThat(lease.classifier().classify(List.of(TestModels.image(0)))[0][1])
                .isGreaterThan(0.9f);
        lease.close();
    }

    @Test
    void refusesASidecarBesideAModelThatNeedsNone() throws IOException {
        Files.write(models().resolve("m.onnx"), TestModels.file("1", 0));
        Files.writeString(models().resolve("m.onnx.json"), ForeignModels.sidecar("1"));

        watch(models(), NEVER);

        await().until(() -> events.refused.size() == 1);
        assertThat(events.refused.get(0)).contains("remove the sidecar");
        Files.delete(models().resolve("m.onnx.json"));
        awaitLive("1");
    }

    @Test
    void refusesAModelWithASidecarInSignedOnlyModeWithoutParsingAnything() throws IOException {
        Files.writeString(models().resolve("m.onnx"), "neither ONNX nor signed");
        Files.writeString(models().resolve("m.onnx.json"), "no JSON");

        watch(models(), NEVER, new TrustedKeys(List.of(new Signer().publicKey())));

        await().until(() -> events.refused.size() == 1);
        assertThat(events.refused.get(0)).startsWith("m.onnx, signature: a model with a sidecar is not signed");
    }

    @Test
    void waitsForMemoryAndTakesTheModelWhenThereIsSome() throws IOException {
        memory.set(1 << 20);
        put(models().resolve("m.onnx"), TestModels.file("1", 0), 1_000);
        watch(models(), NEVER);
        await().until(() -> events.unreadable.equals(
                List.of("m.onnx waits: loading it needs 32 MiB of memory, which this machine has not left")));
        assertThat(events.live).isEmpty();
        assertThat(events.refused).isEmpty();

        memory.set(Long.MAX_VALUE);

        awaitLive("1");
    }

    private Path models() throws IOException {
        return Files.createDirectories(dir.resolve("models"));
    }

    private void watch(Path path, Duration readAgain) {
        watch(path, readAgain, TrustedKeys.NONE);
    }

    private void watch(Path path, Duration readAgain, TrustedKeys trusted) {
        LiveModel live =
                new LiveModel(TestModels.NAME, new AdmissionGate(MAX, trusted, machine), holder, events, memory::get);
        loader = new ModelPathLoader(path, MAX, dir.resolve("spool"), live, events, LOOK, readAgain);
        loader.start();
    }

    /** Ready elsewhere before it gets its name, and with this time. */
    private static void put(Path file, byte[] content, long millis) throws IOException {
        Files.write(file, content);
        Files.setLastModifiedTime(file, FileTime.fromMillis(millis));
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(10));
    }

    private void awaitLive(String version) {
        await().until(() -> !events.live.isEmpty()
                && events.live.get(events.live.size() - 1).equals(version));
    }

    /** Long enough for a dozen looks. */
    private static void awaitLooks() {
        Awaitility.await().pollDelay(LOOK.multipliedBy(12)).until(() -> true);
    }

    private List<Path> spooled() throws IOException {
        try (var files = Files.walk(dir.resolve("spool"))) {
            return files.filter(f -> f.toString().endsWith(".onnx")).toList();
        }
    }
}
