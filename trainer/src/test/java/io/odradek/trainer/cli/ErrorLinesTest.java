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
                "train --epochs 0|--epochs is 0, allowed: 1 to 1000",
                "train --batch-size 0|--batch-size is 0, allowed: 1 to 4096",
                "train --recipe seed-bn --batch-size 1|--batch-size is 1, allowed: at least 2 with batch norm",
                "train --learning-rate 11|--learning-rate is 11.0, allowed: above 0, at most 10",
                "train --learning-rate NaN|--learning-rate is NaN, allowed: above 0, at most 10",
                "train --filters 16,0|--filters is 0, allowed: 1 to 1024",
                "train --filters 1,1,1,1,1,1,1,1,1|--filters is 9 convolutions, allowed: 1 to 8",
                "train --kernel 5,3,3|--kernel is [5, 3, 3], allowed: one number, or 2, one for each convolution",
                "train --recipe fast --filters 8,8,8|--kernel is as in the recipe, [5, 3], allowed: one number, or 3",
                "train --stride 5|--stride is 5, allowed: 1 to 4",
                "train --kernel 16|--kernel is 16, allowed: 1 to 15",
                "train --padding 3|--padding is 3, allowed: 0 to half of --kernel, 2",
                "train --pool 5|--pool is 5, allowed: 1 to 4",
                "train --momentum 1|--momentum is 1.0, allowed: 0.0 to 0.999",
                "train --weight-decay 1|--weight-decay is 1.0, allowed: 0.0 to 0.1",
                "train --warm-up -0.5|--warm-up is -0.5, allowed: 0 to 0.9, or -1 for a constant learning rate",
                "train --label-smoothing 0.6|--label-smoothing is 0.6, allowed: 0.0 to 0.5",
                "train --shift 33|--shift is 33, allowed: 0 to 32",
                "train --erase -1|--erase is -1, allowed: 0 to 128",
                "train --image-size big|--image-size is big, allowed: HxW as in 32x48, or one number as in 32",
                "train --image-size 0|--image-size is 0x0, allowed: 1x1 to 4096x4096",
                "train --channels 2|--channels is 2, allowed: 1 or 3",
                "train --fit squeeze|--fit is squeeze, allowed: exact, resize, crop",
                "train --batch-norm maybe|Invalid value for option '--batch-norm'",
                "train --hidden -1|--hidden is -1, allowed: 0 to 4096",
                "train --validation 30001|--validation is 30001, allowed: 0 to 30000",
                "train --recipe none|no recipe 'none', expected one of [seed, seed-bn, accurate, fast]",
                "train --recipe seed-bn --compare none|no recipe 'none', expected one of [seed, seed-bn, accurate, fast]",
                "train --compare seed-bn|give --recipe seed-bn, or --validation 5000",
                "train --labels names.txt|--labels is names.txt, which names the classes of IDX files; give their",
                "evaluate any.onnx --labels names.txt|--labels is names.txt, which names the classes of IDX files",
                "train --threads 0|--threads is 0, allowed: at least 1",
                "train --device tpu|--device is tpu, allowed: auto, cpu, gpu, or gpu:N with N from 0 to 999",
                "train --device gpu:-1|--device is gpu:-1, allowed: auto, cpu, gpu, or gpu:N with N from 0 to 999",
                "train --quantize int4|Invalid value for option '--quantize'",
                "train --force-quantize|--force-quantize keeps what --quantize int8 makes; give that too",
                "train --quantize int8 --version vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv|-int8' is not 1 to 64 of A-Z a-z 0-9 . _ -",
                "train --limit 0|--limit is 0, allowed: at least 1",
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
        assertThat(Path.of(out())).doesNotExist();
    }

    @Test
    void aNetThatLeavesNothingOfTheImages() {
        // When
        int code = console.run("train", "--filters", "8,8,8,8,8", "--out", out());

        // Then
        assertThat(code).isEqualTo(2);
        assertOneLine("leave nothing of 28 pixels after convolution 5", "--help");
    }

    @Test
    void aGpuThatIsNotThere() {
        fails(
                "--device is gpu:7, but PyTorch sees no GPU: this build has the CPU library only; build with -Pcuda;"
                        + " give one that is there, or cpu or auto",
                "train",
                "--device",
                "gpu:7",
                "--out",
                dir.resolve("unmade").toString());
        assertThat(dir.resolve("unmade")).doesNotExist();
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
    void weightsThatHaveSeenTheValidationImages() throws IOException {
        // Given
        Files.writeString(
                dir.resolve("metrics.json"), "{'recipe':{'name':'seed-bn','validation':0},'epochs':[{'epoch':1}]}");

        // When, Then
        fails(
                "it kept 0 images for validation, not 5000",
                "train",
                "--recipe",
                "seed-bn",
                "--from",
                dir.toString(),
                "--out",
                out());
    }

    @Test
    void aTrainingToResumeThatIsNotThere() {
        fails(
                "cannot resume from " + dir.resolve("checkpoint") + ": no such file or directory",
                "train",
                "--resume",
                "--out",
                dir.toString());
    }

    @Test
    void aCheckpointThatIsNone() throws IOException {
        // Given
        Path text = Files.writeString(dir.resolve("checkpoint"), "hello\n");

        // When, Then
        fails("cannot resume from " + text, "train", "--resume", "--out", dir.toString());
    }

    @Test
    void aStoppedTrainingThatIsInTheWay() throws IOException {
        // Given
        Path checkpoint = Files.writeString(dir.resolve("checkpoint"), "precious");

        // When, Then
        fails(checkpoint + " is of a training that was stopped; go on with --resume", "train", "--out", dir.toString());
        assertThat(checkpoint).hasContent("precious");
    }

    @Test
    void aLastBatchThatCannotBeNormalised() {
        fails(
                "101 images in batches of 100 leave a last one of a single image",
                "train",
                "--recipe",
                "seed-bn",
                "--limit",
                "101",
                "--out",
                out());
    }

    @Test
    void aRateAtWhichNothingIsLearned() {
        // When
        int code =
                console.run("train", "--learning-rate", "10", "--batch-size", "5", "--limit", "2000", "--out", out());

        // Then: the last line says it; whether the loss explodes or stays high is a matter of rounding
        assertThat(code).isEqualTo(1);
        assertThat(console.err()
                        .lines()
                        .toList()
                        .get((int) console.err().lines().count() - 1))
                .startsWith("trainer: recipe seed: the ")
                .contains(
                        " epoch 1 ", " with learning rate 10.0", "try ", "--learning-rate, such as ", "--random-seed");
        assertThat(Path.of(out())).isEmptyDirectory();
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
        fails(text + " is no ONNX file", "publish", text.toString());
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
