package io.odradek.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.data.ImageDecoder.Outcome;
import io.odradek.trainer.data.ImageDecoder.Undecodable;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DecodingMemoryTest {
    private static final long MB = 1L << 20;
    private static final long HEAP = 512 * MB;
    private static final Outcome DONE = new Undecodable("done");
    private static final Path FILE = Path.of("photo.jpg");

    @TempDir
    Path dir;

    private final AtomicLong inFlight = new AtomicLong();
    private final AtomicLong most = new AtomicLong();

    @Test
    void noMoreThanTheBudgetIsInFlightHoweverManyThreadsThereAre() throws Exception {
        // Given: sizes of which one is more than all
        DecodingMemory memory = new DecodingMemory(100 * MB, HEAP);
        long[] sizes = {30 * MB, 1, 500 * MB, 64 << 10, 90 * MB};
        ForkJoinPool pool = new ForkJoinPool(8);

        // When
        pool.submit(() -> IntStream.range(0, 200).parallel().forEach(i -> decode(memory, sizes[i % sizes.length])))
                .get();
        pool.shutdown();

        // Then
        assertThat(most.get()).isBetween(90 * MB, 100 * MB);
        assertThat(inFlight.get()).isZero();
    }

    @Test
    void smallFilesAreDecodedOnAllThreadsAtOnce() throws Exception {
        // Given
        DecodingMemory memory = new DecodingMemory(100 * MB, HEAP);
        CountDownLatch all = new CountDownLatch(8);
        ForkJoinPool pool = new ForkJoinPool(8);

        // When: none ends before eight have begun
        pool.submit(() -> IntStream.range(0, 8).parallel().forEach(i -> decode(memory, 3 << 10, all)))
                .get();
        pool.shutdown();

        // Then
        assertThat(all.getCount()).isZero();
    }

    @Test
    void anInterruptedThreadRemainsSo() throws IOException {
        Thread.currentThread().interrupt();

        assertThat(new DecodingMemory(MB, HEAP).decode(FILE, 1, () -> DONE)).isSameAs(DONE);

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void namesTheFileForWhichTheHeapIsTooSmallAndTheSettingThatHelps() throws IOException {
        DecodingMemory memory = new DecodingMemory(100 * MB, HEAP);

        assertThatThrownBy(() -> memory.decode(FILE, 600 * MB, () -> {
                    throw new OutOfMemoryError("Java heap space");
                }))
                .isInstanceOf(TrainerException.class)
                .hasMessage("cannot read image photo.jpg: it needs about 601 MB of Java's heap, which may have 512 in"
                        + " all; make it smaller, or set TRAINER_JAVA_OPTS=\"-Xmx1113m -Xmn16m -XX:+UseSerialGC\"");
        assertThat(memory.decode(FILE, 600 * MB, () -> DONE)).isSameAs(DONE);
    }

    /** Eight photos of 36 MB and more at once would need 290 MB. */
    @Test
    void readsPhotosOnEightThreadsInASmallHeap() throws Exception {
        // Given
        Path photo = Files.createDirectories(dir.resolve("data/a")).resolve("0.png");
        Files.createDirectories(dir.resolve("data/b"));
        ImageIO.write(new BufferedImage(3000, 2000, BufferedImage.TYPE_3BYTE_BGR), "png", photo.toFile());
        for (int i = 1; i < 10; i++) {
            Files.copy(photo, dir.resolve("data/" + (i % 2 == 0 ? "a/" : "b/") + i + ".png"));
        }
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx176m",
                "-Xmn16m",
                "-XX:+UseSerialGC",
                "-Djava.util.concurrent.ForkJoinPool.common.parallelism=8",
                "-cp",
                System.getProperty("java.class.path"),
                Reading.class.getName(),
                dir.resolve("data").toString());

        // When
        Path said = dir.resolve("said.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        boolean ended = process.waitFor(50, TimeUnit.SECONDS);
        process.destroyForcibly();

        // Then
        assertThat(Files.readString(said)).isEqualTo("10 images\n");
        assertThat(ended).isTrue();
    }

    private void decode(DecodingMemory memory, long bytes) {
        decode(memory, bytes, new CountDownLatch(1));
    }

    private void decode(DecodingMemory memory, long bytes, CountDownLatch begun) {
        try {
            memory.decode(FILE, bytes, () -> {
                long counted = Math.min(bytes, 100 * MB);
                most.accumulateAndGet(inFlight.addAndGet(counted), Math::max);
                begun.countDown();
                try {
                    begun.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                inFlight.addAndGet(-counted);
                return DONE;
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A process of its own. */
    static final class Reading {
        private Reading() {}

        public static void main(String[] args) throws InterruptedException {
            ReadOptions small = new ReadOptions(8, 8, 3, null, false);
            DataSet data = DataSource.of(Path.of(args[0]), null).read(small, ReadListener.NONE);
            System.out.print(data.train().size() + data.test().size() + " images\n");
        }
    }
}
