package io.odradek.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.trainer.data.FashionMnist;
import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.data.PngEncoder;
import io.odradek.trainer.testing.ColourNet;
import io.odradek.trainer.testing.IdxFiles;
import io.odradek.trainer.testing.RealData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Foreign models and our own, on class folders and IDX files. */
class EvaluateCommandTest {
    private static final String FIXTURE = "../deploy/contract/fashion-mnist-seed.onnx";

    @TempDir
    Path dir;

    private final Console console = new Console();
    private Path photos = Path.of("");

    /** Three red images, of which one looks green; one green; none is blue. */
    @BeforeEach
    void makePhotos() throws IOException {
        photos = dir.resolve("photos");
        write("red/a.png", 250, 20, 10);
        write("red/b.png", 200, 50, 0);
        write("red/c.png", 10, 220, 0);
        write("green/d.png", 0, 255, 0);
    }

    @Test
    void measuresAForeignModelOnClassFolders() throws IOException {
        // Given
        Path model = model(ColourNet.sidecar(""));
        Path json = dir.resolve("result.json");

        // When
        int code = evaluate(model, "--data", photos.toString(), "--top-k", "2", "--json", json.toString());

        // Then
        assertThat(code).as(console.err()).isZero();
        assertThat(console.err()).isEmpty();
        assertThat(console.out())
                .contains("colours@7 on 4 images of " + photos)
                .contains("its outputs do not sum to 1: taken as logits, softmax was applied")
                .doesNotContain("although")
                .containsPattern("(?m)^accuracy +0\\.7500  \\(95% interval 0\\.3006 to 0\\.9544\\)$")
                .containsPattern("(?m)^top-2 accuracy +1\\.0000$")
                .containsPattern("(?m)^red +1\\.0000 +0\\.6667 +0\\.8000 +3$")
                .containsPattern("(?m)^green +0\\.5000 +1\\.0000 +0\\.6667 +1$")
                .contains("1 more classes have no images")
                .containsPattern("(?m)^red +0 +2 +1 +0$")
                .contains("red taken for green, 33.3% of its images")
                .contains(photos.resolve("red/c.png") + ": red taken for green");
        JsonObject result = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
        assertThat(result.get("accuracy").getAsDouble()).isEqualTo(0.75);
        assertThat(result.get("softmax").getAsBoolean()).isTrue();
        assertThat(result.getAsJsonArray("confusion")).hasToString("[[2,1,0],[0,1,0],[0,0,0]]");
        assertThat(result.getAsJsonArray("perClass")
                        .get(2)
                        .getAsJsonObject()
                        .get("precision")
                        .isJsonNull())
                .isTrue();
        assertThat(result.getAsJsonArray("calibrationBins")).hasSize(15);
        assertThat(result.getAsJsonArray("mistakes")
                        .get(0)
                        .getAsJsonObject()
                        .get("image")
                        .getAsString())
                .endsWith("c.png");
        // e^(220/255) / (e^(10/255) + e^(220/255) + e^0)
        double confidence = Math.exp(220 / 255.0) / (Math.exp(10 / 255.0) + Math.exp(220 / 255.0) + 1);
        assertThat(result.getAsJsonArray("mistakes")
                        .get(0)
                        .getAsJsonObject()
                        .get("confidence")
                        .getAsDouble())
                .isCloseTo(confidence, within(1e-5));
    }

    @Test
    void takesProbabilitiesAsTheyAreAndSaysWhereThatContradictsTheSidecar() {
        // Given
        Path model = new ColourNet(true, true, 1, true, true, 1)
                .write(
                        dir.resolve("net.onnx"),
                        ColourNet.sidecar("\"layout\":\"NHWC\"")
                                .replace("{\"odr", "{\"odradek.output\":\"logits\",\"odr"));

        // When
        int code = evaluate(model, "--data", photos.toString());

        // Then
        assertThat(code).as(console.err()).isZero();
        assertThat(console.out())
                .contains("its outputs sum to 1: taken as probabilities, although they are said to be logits")
                .containsPattern("(?m)^accuracy +0\\.7500 ");
    }

    @Test
    void measuresAForeignModelOnIdxFilesByItsOwnOrderOfClasses() throws IOException {
        // Given: grey images, which a model for three channels gets with each channel the same; the first label wins
        Path idx = Files.createDirectory(dir.resolve("idx"));
        Files.writeString(idx.resolve("labels.txt"), "blue\nred\n");
        for (String part : List.of("train", "t10k")) {
            IdxFiles.write(idx.resolve(part + "-images-idx3-ubyte"), new byte[12], 3, 2, 2);
            IdxFiles.write(idx.resolve(part + "-labels-idx1-ubyte"), new byte[] {0, 1, 1}, 3);
        }

        // When
        int code = evaluate(model(ColourNet.sidecar("")), "--data", idx.toString());

        // Then: label 1 is red, the model's class 0
        assertThat(code).as(console.err()).isZero();
        assertThat(console.out())
                .contains("colours@7 on 3 images")
                .containsPattern("(?m)^accuracy +0\\.6667 ")
                .containsPattern("(?m)^blue +2 +1 +0 +0$")
                .contains("image 0: blue taken for red");
    }

    @Test
    void measuresItsOwnModelOnClassFolders() throws IOException {
        // Given: a slash in a label is an underscore in a folder's name
        LabelledImages images = RealData.test();
        List<String> names = FashionMnist.LABELS;
        for (int i = 0; i < 40; i++) {
            Path folder = photos.resolve("test/" + names.get(images.label(i)).replace('/', '_'));
            Files.createDirectories(folder);
            Files.write(folder.resolve(i + ".png"), PngEncoder.encode(images.image(i), images.input()));
        }
        Files.move(
                photos.resolve("red"),
                Files.createDirectory(photos.resolve("train")).resolve("red"));

        // When
        int code = evaluate(Path.of(FIXTURE), "--data", photos.toString());

        // Then: the part test, none other
        assertThat(code).as(console.err()).isZero();
        assertThat(console.out())
                .contains("fashion-mnist@seed-6-epochs on 40 images")
                .doesNotContain("softmax")
                .containsPattern("(?m)^accuracy +(1\\.0000|0\\.9\\d+|0\\.8\\d+) ");
    }

    @Test
    void saysWhichClassTheModelDoesNotKnow() throws IOException {
        // Given
        write("violet/e.png", 200, 0, 200);

        // When, Then
        fails(1, "no class 'violet' among [red, green, blue]", model(ColourNet.SIDECAR), "--data", photos.toString());
    }

    @Test
    void namesAnImageThatCannotBeRead() throws IOException {
        // Given
        Path bad = Files.writeString(photos.resolve("red/bad.png"), "no image");

        // When, Then
        fails(1, "cannot read image " + bad, model(ColourNet.SIDECAR), "--data", photos.toString());
    }

    @Test
    void leavesOutBadImagesWhereItMayAndCountsTheOthersRightly() throws IOException {
        // Given: among good ones, wherever the order of files puts it
        Files.writeString(photos.resolve("red/bad.png"), "no image");
        Files.writeString(photos.resolve("green/bad.png"), "no image");

        // When
        int code = evaluate(model(ColourNet.SIDECAR), "--data", photos.toString(), "--skip-bad");

        // Then
        assertThat(code).as(console.err()).isZero();
        assertThat(console.err()).hasLineCount(2).contains("left out: " + photos.resolve("red/bad.png"));
        assertThat(console.out())
                .contains("colours@7 on 4 images of " + photos + ", 2 could not be read")
                .contains(photos.resolve("red/c.png") + ": red taken for green")
                .containsPattern("(?m)^red +0 +2 +1 +0$");
    }

    @Test
    void failsWhereNoImageIsLeft() throws IOException {
        // Given
        Path bad = dir.resolve("bad/red/bad.png");
        Files.createDirectories(bad.getParent());
        Files.writeString(bad, "no image");

        // When, Then
        fails(
                1,
                "none of the 1 images can be read",
                model(ColourNet.SIDECAR),
                "--data",
                dir.resolve("bad").toString(),
                "--skip-bad");
    }

    @Test
    void namesAnImageOfAnotherSize() throws IOException {
        // Given
        Path large = photos.resolve("red/large.png");
        Files.write(large, PngEncoder.encode(new byte[27], InputSpec.of(3, 3, 3, "exact")));

        // When, Then
        fails(
                1,
                large + ": it has 3x3 pixels (height x width), expected 2x2",
                model(ColourNet.SIDECAR),
                "--data",
                photos.toString());
    }

    @Test
    void resizesImagesWhereTheSidecarSaysSo() throws IOException {
        // Given
        Files.write(photos.resolve("red/large.png"), PngEncoder.encode(new byte[27], InputSpec.of(3, 3, 3, "exact")));

        // When
        int code = evaluate(model(ColourNet.sidecar("\"fit\":\"resize\"")), "--data", photos.toString());

        // Then: black is of no colour, and goes to the first class
        assertThat(code).as(console.err()).isZero();
        assertThat(console.out()).containsPattern("(?m)^red +0 +3 +1 +0$");
    }

    @Test
    void refusesOutputsThatAreNoNumbers() {
        fails(
                1,
                "colours@7 gives no finite numbers for " + photos,
                model(ColourNet.sidecar("\"scale\":1e38")),
                "--data",
                photos.toString());
    }

    @Test
    void refusesMoreThanAllClasses() {
        fails(
                2,
                "--top-k is 4, allowed: 1 to 3, the model's classes",
                model(ColourNet.SIDECAR),
                "--data",
                photos.toString(),
                "--top-k",
                "4");
    }

    @Test
    void writesNoJsonWhereItFails() {
        // Given
        Path json = dir.resolve("result.json");

        // When, Then
        fails(1, "no directory none", model(ColourNet.SIDECAR), "--data", "none", "--json", json.toString());
        assertThat(dir)
                .isDirectoryNotContaining(path -> path.getFileName().toString().contains("result.json"));
    }

    @Test
    void refusesWhatIsNoOnnx() throws IOException {
        fails(1, "text.onnx is no ONNX file", Files.writeString(dir.resolve("text.onnx"), "hello"));
    }

    private void fails(int expected, String reason, Path model, String... options) {
        int code = evaluate(model, options);
        assertThat(code).as(console.err()).isEqualTo(expected);
        assertThat(console.err()).hasLineCount(1).startsWith("trainer: ").contains(reason);
        assertThat(console.out()).isEmpty();
    }

    private int evaluate(Path model, String... options) {
        String[] args = new String[options.length + 2];
        args[0] = "evaluate";
        args[1] = model.toString();
        System.arraycopy(options, 0, args, 2, options.length);
        return console.run(args);
    }

    private Path model(String sidecar) {
        return ColourNet.USUAL.write(dir.resolve("net.onnx"), sidecar);
    }

    private void write(String name, int red, int green, int blue) throws IOException {
        byte[] pixels = new byte[12];
        Arrays.fill(pixels, 0, 4, (byte) red);
        Arrays.fill(pixels, 4, 8, (byte) green);
        Arrays.fill(pixels, 8, 12, (byte) blue);
        Path file = photos.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, PngEncoder.encode(pixels, InputSpec.of(3, 2, 2, "exact")));
    }
}
