package io.odradek.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.onnx.GoldenExample;
import io.odradek.trainer.onnx.ModelFile;
import io.odradek.trainer.testing.Folders;
import io.odradek.trainer.testing.IdxFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings on images of one's own, through the command line. */
class OwnDataIT {
    @TempDir
    Path dir;

    private final Console console = new Console();
    private Path pets;
    private Path out;

    @BeforeEach
    void writeImages() {
        pets = dir.resolve("pets");
        out = dir.resolve("model");
        for (String name : List.of("cat", "dog", "newt")) {
            Folders.fill(pets.resolve(name), 12, 32, 32);
            Folders.image(pets.resolve(name + "/large.jpg"), 50, 41, BufferedImage.TYPE_3BYTE_BGR, 1);
        }
    }

    @Test
    void learnsFromAFolderOfClassFolders() throws IOException {
        // Given
        Path bad = Files.writeString(pets.resolve("cat/bad.png"), "no image");

        // When
        int code = train("--image-size", "32", "--skip-bad");

        // Then
        assertThat(code).as(console.err()).isZero();
        assertThat(console.err())
                .contains(pets + " has no part to test on: about one image in 5 of each class, 6 of 40, is held out")
                .contains("skipped " + bad + ": it is neither PNG nor JPEG");
        JsonObject metrics = JsonParser.parseString(Files.readString(out.resolve("metrics.json")))
                .getAsJsonObject();
        assertThat(metrics.getAsJsonArray("labels").toString()).isEqualTo("[\"cat\",\"dog\",\"newt\"]");
        JsonObject data = metrics.getAsJsonObject("data");
        assertThat(data.get("skippedImages").getAsInt()).isEqualTo(1);
        assertThat(data.get("trainImages").getAsInt() + data.get("testImages").getAsInt())
                .isEqualTo(39);
        ModelFile model = ModelFile.read(out.resolve("model.onnx"));
        assertThat(model.id().name()).isEqualTo("pets");
        assertThat(model.labels()).containsExactly("cat", "dog", "newt");
        assertThat(model.input()).isEqualTo(InputSpec.of(3, 32, 32, "resize"));
        assertThat(goldenFiles(model)).allSatisfy(file -> assertThat(petFiles()).contains(file));
    }

    @Test
    void evaluatesItAsTheTrainingDid() throws IOException {
        // Given
        assertThat(train("--image-size", "32")).as(console.err()).isZero();
        String model = out.resolve("model.onnx").toString();
        Path json = dir.resolve("result.json");

        // When
        int code = console.run("evaluate", model, "--data", pets.toString(), "--held-out", "--json", json.toString());

        // Then
        assertThat(code).as(console.err()).isZero();
        JsonObject trained = JsonParser.parseString(Files.readString(out.resolve("metrics.json")))
                .getAsJsonObject();
        JsonObject evaluated = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
        assertThat(evaluated.get("accuracy")).isEqualTo(trained.get("testAccuracy"));
        for (String same : List.of("confusion", "labels", "perClass", "macro", "calibrationError", "worstConfusions")) {
            assertThat(evaluated.get(same)).as(same).isNotNull().isEqualTo(trained.get(same));
        }
        console.run("evaluate", model, "--data", pets.toString());
        assertThat(console.err()).contains("all images of " + pets + " count", "give --held-out");
    }

    @Test
    void learnsFromIdxFiles() {
        // Given
        Path idx = dir.resolve("idx");
        assertThat(idx.toFile().mkdir()).isTrue();
        IdxFiles.part(idx, "train", new byte[] {0, 1, 1, 0, 0, 1});
        IdxFiles.part(idx, "t10k", new byte[] {0, 1});
        Path names = write(dir.resolve("names"), "no\nyes\n");

        // When
        String words =
                "train --epochs 1 --batch-size 3 --filters 4 --data " + idx + " --labels " + names + " --out " + out;
        int code = console.run(words.split(" "));

        // Then
        assertThat(code).as(console.err()).isZero();
        assertThat(ModelFile.read(out.resolve("model.onnx")).labels()).containsExactly("no", "yes");
    }

    @Test
    void refusesToContinueOnOtherClassesOrAnotherInput() {
        // Given
        assertThat(train("--image-size", "32")).as(console.err()).isZero();
        Path from = out;
        out = dir.resolve("other");

        // Then
        assertThat(train("--image-size", "24", "--from", from.toString())).isEqualTo(1);
        assertLastLine("cannot continue from " + from.resolve("model.onnx") + ": its input is ", "--image-size");
        Folders.fill(pets.resolve("owl"), 5, 32, 32);
        assertThat(train("--image-size", "32", "--from", from.toString())).isEqualTo(1);
        assertLastLine("its classes are [cat, dog, newt], those of " + pets + " are [cat, dog, newt, owl]");
        assertThat(out).isEmptyDirectory();
    }

    @Test
    void refusesToResumeOnOtherImages() throws IOException {
        // Given: a training that was stopped after its first epoch, by a directory in the place of its result
        assertThat(train("--image-size", "32")).as(console.err()).isZero();
        Path resumed = Files.createDirectories(dir.resolve("resumed"));
        out = resumed;
        Files.createDirectories(resumed.resolve("model.onnx/in-the-way"));
        assertThat(train("--image-size", "32", "--overwrite")).isEqualTo(1);
        Files.delete(resumed.resolve("model.onnx/in-the-way"));
        Files.delete(resumed.resolve("model.onnx"));
        assertThat(resumed).isDirectoryContaining("glob:**checkpoint");

        // When
        Folders.image(pets.resolve("cat/00.png"), 32, 32, BufferedImage.TYPE_3BYTE_BGR, 99);
        int code = console.run(
                "train", "--resume", "--data", pets.toString(), "--image-size", "32", "--out", resumed.toString());

        // Then
        assertThat(code).isEqualTo(1);
        assertLastLine(
                "cannot resume from " + resumed.resolve("checkpoint") + ": it was begun with another data set (sha256 ",
                "begin anew with --overwrite");
    }

    @Test
    void refusesABatchLargerThanTheSet() {
        assertThat(train("--image-size", "32", "--batch-size", "34")).isEqualTo(1);
        assertLastLine("--batch-size is 34 in recipe seed, but there are 33 images to learn from");
        assertThat(train("--image-size", "32", "--validation", "33")).isEqualTo(1);
        assertLastLine("--validation is 33, but there are 33 images to learn from; give a smaller number");
        assertThat(out).isEmptyDirectory();
    }

    @Test
    void saysWhichClassesHaveNoImageToLearnFrom() {
        assertThat(train("--image-size", "32", "--limit", "1")).isEqualTo(1);
        assertThat(console.err())
                .contains("2 classes, such as '")
                .contains("', have no image among the first 1, which --limit takes\n");
        assertThat(train("--image-size", "32", "--validation", "32")).isEqualTo(1);
        assertLastLine("' has no image left to learn from: --validation 32 keeps the last of 33 images;");
        assertThat(out).isEmptyDirectory();
    }

    @Test
    void saysWhatIsWrongWithAFolderAndWritesNothing() throws IOException {
        // Given
        Path bad = Files.writeString(pets.resolve("dog/bad.jpeg"), "no image");

        // Then
        assertThat(train("--image-size", "32")).isEqualTo(1);
        assertThat(console.err())
                .hasLineCount(1)
                .startsWith("trainer: cannot read image " + bad + ": it is neither PNG nor JPEG; ");
        assertThat(out).isEmptyDirectory();
    }

    private int train(String... more) {
        String words = "train --epochs 1 --threads 1 --data " + pets + " --out " + out;
        List<String> all = new ArrayList<>(List.of(words.split(" ")));
        all.addAll(List.of(more));
        if (!all.contains("--batch-size")) {
            all.addAll(List.of("--batch-size", "10"));
        }
        return console.run(all.toArray(String[]::new));
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> goldenFiles(ModelFile model) {
        GoldenExample[] golden = new Gson().fromJson(model.properties().get("odradek.golden"), GoldenExample[].class);
        assertThat(golden).hasSizeGreaterThan(3);
        return Stream.of(golden).map(GoldenExample::image).toList();
    }

    private List<String> petFiles() {
        try (Stream<Path> files = Files.walk(pets)) {
            List<String> contents = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.add(Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
            }
            return contents;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void assertLastLine(String... parts) {
        List<String> lines = console.err().lines().toList();
        assertThat(lines.get(lines.size() - 1)).startsWith("trainer: ").contains(parts);
    }
}
