package io.odradek.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.config.ComputeDevice;
import io.odradek.trainer.config.ModelId;
import io.odradek.trainer.config.Recipe;
import io.odradek.trainer.data.FashionMnist;
import io.odradek.trainer.model.Net;
import io.odradek.trainer.model.Torch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointTest {
    private static final Plan PLAN = new Plan(
            new ModelId("fashion-mnist", "v1"),
            Recipe.SEED_BN,
            7,
            600,
            2,
            ComputeDevice.gpu(1),
            false,
            List.of(new EpochMetrics(1, 0.5, null, null, 0.4, 0.875, 10.5, 1000)));
    private static final Checkpoint CHECKPOINT =
            Checkpoint.of(PLAN, "9f2c", new Position(2, 300, 0.1 + 0.2, 1.5, List.of()), new Spent(3.5, 4.5));

    private static final Sgd SGD = new Sgd(Recipe.SEED_BN.descent());

    @TempDir
    Path dir;

    private Path file;

    @BeforeAll
    static void loadEngine() {
        Torch.load(1);
    }

    @BeforeEach
    void nameTheFile() {
        file = dir.resolve(Checkpoint.FILE_NAME);
    }

    @Test
    void comesBackAsItWas() {
        try (Net net = net()) {
            // When
            CHECKPOINT.write(net, SGD, file);

            // Then: doubles to the bit, and nothing beside it
            assertThat(Checkpoint.read(file)).isEqualTo(CHECKPOINT);
            assertThat(dir).isDirectoryContaining("glob:**checkpoint").isDirectoryNotContaining("glob:**.tmp");
        }
    }

    @Test
    void isWrittenByAThreadThatIsInterrupted() {
        try (Net net = net()) {
            // Given
            Thread.currentThread().interrupt();

            // When
            CHECKPOINT.write(net, SGD, file);

            // Then
            assertThat(Thread.interrupted()).isTrue();
            assertThat(Checkpoint.read(file)).isEqualTo(CHECKPOINT);
        }
    }

    @Test
    void weightsThatAreCutShortAreRefused() throws IOException {
        try (Net net = net()) {
            // Given
            CHECKPOINT.write(net, SGD, file);
            byte[] content = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(content, content.length - 1000));

            // When, Then
            assertThatThrownBy(() -> Checkpoint.restore(net, SGD, file))
                    .isInstanceOf(TrainerException.class)
                    .hasMessageContaining("cannot resume from " + file)
                    .hasMessageContaining("give --overwrite in place of --resume");
        }
    }

    @Test
    void weightsWithSomethingBehindThemAreRefused() throws IOException {
        try (Net net = net()) {
            // Given
            CHECKPOINT.write(net, SGD, file);
            Files.write(file, new byte[1], StandardOpenOption.APPEND);

            // When, Then
            assertThatThrownBy(() -> Checkpoint.restore(net, SGD, file))
                    .isInstanceOf(TrainerException.class)
                    .hasMessageContaining("it goes on behind its end");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|it ends too early",
                "'no line'|it ends too early",
                "'hello\n'|",
                "'null\n'|it is empty",
                "'{}\n'|it is of another version of this program",
                "'{\"schema\":1}\n'|it is of another version of this program",
                "'{\"schema\":2,\"plan\":{}}\n'|"
            })
    void whatIsNoCheckpointIsRefused(String content, @Nullable String reason) throws IOException {
        // Given
        Files.write(file, content.getBytes(StandardCharsets.UTF_8));

        // When, Then
        assertThatThrownBy(() -> Checkpoint.read(file))
                .isInstanceOf(TrainerException.class)
                .hasMessageContaining("cannot resume from " + file + ": " + (reason == null ? "" : reason));
    }

    private static Net net() {
        return Net.create(Recipe.SEED_BN, FashionMnist.INPUT, 10, 7);
    }
}
