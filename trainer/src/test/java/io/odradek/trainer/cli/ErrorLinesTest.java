package io.odradek.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.trainer.data.FashionMnist;
import io.odradek.trainer.testing.RealData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each bad input gives one line that says what, where and what to do, the right exit code and no stack trace. */
class ErrorLinesTest {
    private static final String FIXTURE = "../deploy/contract/fashion-mnist-seed.onnx";

    @TempDir
    Path dir;

    private final Console console = new Console();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|expected a command: data, train, evaluate, publish, keygen, sign or replay",
                "fly|Unmatched argument at index 0: 'fly'",
                "train --epochs six|Invalid value for option '--epochs'",
                "train --epochs 0|epochs is 0, allowed: 1 to 1000",
                "train --recipe none|no recipe 'none', expected one of [seed]",
                "train --threads 0|--threads and --limit must be at least 1",
                "train --name Upper|model name 'Upper' is not",
                "train --version a@b|model version 'a@b' is not",
                "train --progress loud|Invalid value for option '--progress'",
                "evaluate|Missing required parameter: 'MODEL.onnx'",
                "replay --rate -1|rate is -1.0, allowed: 0 to 1e9",
                "replay --count 0|count is 0, allowed: at least 1",
                "replay --split both|Invalid value for option '--split'"
            })
    void wrongUsageExitsWithTwo(String line, String reason) {
        // Given
        RealData.directory();

        // When
        int code = console.run(line.isEmpty() ? new String[0] : line.split(" "));

        // Then
        assertThat(code).isEqualTo(2);
        assertOneLine(reason, "--help");
    }

    @Test
    void dataThatIsNotThere() {
        fails("no train-images-idx3-ubyte.gz in " + dir, "train", "--data", dir.toString(), "--out", out());
        assertThat(Path.of(out())).isEmptyDirectory();
    }

    @Test
    void dataThatIsCutShort() throws IOException {
        // Given
        copyData();
        Path images = dir.resolve("t10k-images-idx3-ubyte.gz");
        byte[] content = Files.readAllBytes(images);
        Files.write(images, Arrays.copyOf(content, content.length / 2));

        // When, Then
        fails("damaged IDX file " + images, "data", "--data", dir.toString());
    }

    @Test
    void dataThatIsCorrupt() throws IOException {
        // Given
        copyData();
        Path labels = dir.resolve("train-labels-idx1-ubyte.gz");
        byte[] content = Files.readAllBytes(labels);
        content[content.length / 2] ^= 0x55;
        Files.write(labels, content);

        // When, Then
        fails("damaged IDX file " + labels, "data", "--data", dir.toString());
    }

    @Test
    void aDirectoryThatCannotBeWritten() throws IOException {
        // Given
        Path file = Files.writeString(dir.resolve("file"), "in the way");

        // When, Then
        fails(
                "cannot write " + file.resolve("model"),
                "train",
                "--out",
                file.resolve("model").toString());
    }

    @Test
    void aModelThatIsAlreadyThere() throws IOException {
        // Given
        Path model = Files.writeString(dir.resolve("model.onnx"), "precious");

        // When, Then
        fails(
                model + " exists; choose another --out, or replace it with --overwrite",
                "train",
                "--out",
                dir.toString());
        assertThat(model).hasContent("precious");
    }

    @Test
    void weightsThatAreNotThere() {
        fails("cannot continue from " + dir, "train", "--from", dir.toString(), "--out", out());
    }

    @Test
    void aModelThatIsMissing() {
        fails("cannot read none.onnx: no such file or directory", "evaluate", "none.onnx");
    }

    @Test
    void aModelThatIsNone() throws IOException {
        // Given
        Path text = Files.writeString(dir.resolve("text.onnx"), "hello");

        // When, Then
        fails(text + " does not keep the model contract", "publish", text.toString());
    }

    @Test
    void aConfigFileThatIsMissing() {
        fails(
                "cannot read " + dir.resolve("none"),
                "replay",
                "--config",
                dir.resolve("none").toString());
    }

    @Test
    void anAddressThatIsNone() {
        fails("check --bootstrap-servers", "publish", FIXTURE, "--bootstrap-servers", "nonsense");
    }

    @Test
    void aStackTraceWhereItIsAskedFor() {
        // When
        int code = console.run("evaluate", "none.onnx", "--verbose");

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(console.err()).contains("\tat io.odradek.trainer").contains("trainer: cannot read none.onnx");
    }

    private void fails(String reason, String... args) {
        int code = console.run(args);
        assertThat(code).as(console.err()).isEqualTo(1);
        assertOneLine(reason);
    }

    private void assertOneLine(String... parts) {
        assertThat(console.err())
                .hasLineCount(1)
                .startsWith("trainer: ")
                .contains(parts)
                .doesNotContain("\tat ");
        assertThat(console.out()).isEmpty();
    }

    private String out() {
        return dir.resolve("out").toString();
    }

    private void copyData() throws IOException {
        for (FashionMnist.Member member : FashionMnist.Member.values()) {
            Files.copy(RealData.directory().resolve(member.gzipName()), dir.resolve(member.gzipName()));
        }
    }
}
