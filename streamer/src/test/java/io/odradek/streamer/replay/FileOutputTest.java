package io.odradek.streamer.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.message.Prediction;
import io.odradek.streamer.message.PredictionReader;
import io.odradek.streamer.message.Source;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileOutputTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path dir;

    @Test
    void hasItsNameWhenItIsComplete() throws IOException {
        Path file = dir.resolve("new.jsonl");
        try (FileOutput output = new FileOutput(file)) {
            output.open(4);
            write(output, 3);
            assertThat(file).doesNotExist();

            assertThat(output.finish(true)).isEqualTo("file " + file);
        }

        assertThat(Files.readAllLines(file))
                .singleElement()
                .satisfies(line -> assertThat(PredictionReader.source(line.getBytes(StandardCharsets.UTF_8)))
                        .hasValue(new Source("images", 1, 3)));
        assertThat(dir.toFile().list()).containsExactly("new.jsonl");
    }

    @Test
    void isCalledPartialWhereItWasStopped() throws IOException {
        Path file = dir.resolve("new.jsonl");
        try (FileOutput output = new FileOutput(file)) {
            output.open(4);
            write(output, 3);

            assertThat(output.finish(false)).isEqualTo("file " + file + ".partial");
        }

        assertThat(file).doesNotExist();
        assertThat(Files.readAllLines(dir.resolve("new.jsonl.partial"))).hasSize(1);
    }

    @Test
    void overwritesNothingThatCameMeanwhile() throws IOException {
        Path file = dir.resolve("new.jsonl");
        try (FileOutput output = new FileOutput(file)) {
            output.open(4);
            Files.writeString(file, "somebody else's");

            assertThatThrownBy(() -> output.finish(true))
                    .isInstanceOf(StreamerException.class)
                    .hasMessage("--output: " + file + " is there already, and is not overwritten");
        }

        assertThat(Files.readString(file)).isEqualTo("somebody else's");
    }

    @Test
    void saysWhereItCannotWrite() {
        Path file = dir.resolve("nowhere").resolve("new.jsonl");
        try (FileOutput output = new FileOutput(file)) {
            assertThatThrownBy(() -> output.open(4))
                    .isInstanceOf(StreamerException.class)
                    .hasMessageStartingWith("--output: " + file + ".partial cannot be written: ");
        }
    }

    @Test
    void saysThatTheDiskIsFullWheneverItFillsUp() {
        Path file = dir.resolve("new.jsonl");

        // When it fills up while predictions are written
        try (FileOutput output = onFullDisk(file)) {
            output.open(4);
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100_000; i++) {
                            write(output, i);
                        }
                    })
                    .isInstanceOf(StreamerException.class)
                    .hasMessage("--output: " + file
                            + ".partial cannot be written: java.io.IOException: No space left on" + " device");
        }

        // and with the last of them
        try (FileOutput output = onFullDisk(file)) {
            output.open(4);
            write(output, 1);
            assertThatThrownBy(() -> output.finish(true))
                    .isInstanceOf(StreamerException.class)
                    .hasMessageEndingWith("No space left on device");
        }
        assertThat(file).doesNotExist();
    }

    private static FileOutput onFullDisk(Path file) {
        return new FileOutput(file, partial -> new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        });
    }

    private static void write(FileOutput output, long offset) {
        ModelRef model = new ModelRef("pets", "1", "0".repeat(64));
        output.write(
                new ConsumerRecord<>("images", 1, offset, null, new byte[1]),
                new RecordHeaders(),
                new Prediction("cat", 0, new float[] {1}, model, new Source("images", 1, offset)));
    }
}
