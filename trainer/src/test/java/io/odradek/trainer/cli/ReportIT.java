package io.odradek.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.trainer.file.Sha256;
import io.odradek.trainer.testing.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of a small real training on images in colour, through the command line. */
class ReportIT {
    private static final String HOSTILE = "<img src=x onerror=alert(1)>";

    @TempDir
    Path dir;

    private final Console console = new Console();
    private Path out;

    @BeforeEach
    void writeImages() {
        out = dir.resolve("model");
        for (String name : List.of("cat", "dog", HOSTILE)) {
            Folders.fill(dir.resolve("pets").resolve(name), 20, 32, 32);
        }
    }

    @Test
    void saysWhatMetricsJsonSays() throws IOException {
        // When
        int code = train();

        // Then
        assertThat(code).as(console.err()).isZero();
        String page = Files.readString(out.resolve("report.html"));
        JsonObject metrics = JsonParser.parseString(Files.readString(out.resolve("metrics.json")))
                .getAsJsonObject();
        assertThat(page)
                .contains("<h1>pets@" + metrics.get("version").getAsString() + "</h1>")
                .contains("<b>%s %%</b>".formatted(hundredfold(metrics.get("testAccuracy"), "%.2f")))
                .contains("%s s, from the start of".formatted(number(metrics.get("secondsToTrained"), "%.1f")))
                .contains("<b>%s</b>".formatted(number(metrics.get("mflopPerImage"), "%.2f")))
                .contains("<b>%,d</b>".formatted(metrics.get("parameters").getAsLong()))
                .contains("is %s percentage points".formatted(hundredfold(metrics.get("calibrationError"), "%.2f")))
                .contains(Sha256.of(Files.readAllBytes(out.resolve("model.onnx"))))
                .contains(metrics.getAsJsonObject("data").get("sha256").getAsString());
        for (JsonElement element : metrics.getAsJsonArray("epochs")) {
            JsonObject epoch = element.getAsJsonObject();
            assertThat(page)
                    .contains("<td class=\"n\">%s</td>".formatted(number(epoch.get("trainLoss"), "%.4f")))
                    .contains("<td class=\"n\">%s</td>".formatted(number(epoch.get("validationLoss"), "%.4f")));
        }
        for (JsonElement element : metrics.getAsJsonArray("perClass")) {
            JsonObject figures = element.getAsJsonObject();
            assertThat(page).contains("%s %%</td>".formatted(hundredfold(figures.get("recall"), "%.1f")));
        }
        assertThat(page).doesNotContain(HOSTILE).contains("&lt;img src=x onerror=alert(1)&gt;");
        assertThat(ImageIO.read(out.resolve("classes.png").toFile())).isNotNull();
        assertThat(out).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void replacesOrRemovesWhatAnOlderReportLeft() throws IOException {
        // Given
        assertThat(train()).as(console.err()).isZero();
        assertThat(names()).contains("report.html", "classes.png", "curves.png");

        // When images are private
        int withoutImages = train("--no-golden", "--overwrite");

        // Then
        assertThat(withoutImages).as(console.err()).isZero();
        assertThat(names()).contains("report.html", "curves.png").doesNotContain("classes.png", "mistakes.png");
        assertThat(Files.readString(out.resolve("report.html")))
                .doesNotContain("data:image")
                .contains("--no-golden");

        // When no report is wanted
        int withoutReport = train("--no-report", "--overwrite");

        // Then
        assertThat(withoutReport).as(console.err()).isZero();
        assertThat(names()).containsExactly("metrics.json", "model.onnx", "weights.params");
    }

    private int train(String... more) {
        List<String> words = new ArrayList<>(List.of("train", "--epochs", "2", "--threads", "1", "--validation", "8"));
        words.addAll(List.of("--batch-size", "10", "--filters", "4", "--image-size", "32"));
        words.addAll(List.of("--data", dir.resolve("pets").toString(), "--out", out.toString()));
        words.addAll(List.of(more));
        return console.run(words.toArray(String[]::new));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(out)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static String hundredfold(JsonElement share, String pattern) {
        return String.format(Locale.ROOT, pattern, share.getAsDouble() * 100);
    }

    private static String number(JsonElement number, String pattern) {
        return String.format(Locale.ROOT, pattern, number.getAsDouble());
    }
}
