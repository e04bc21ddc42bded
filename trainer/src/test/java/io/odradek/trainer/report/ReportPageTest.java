package io.odradek.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReportPageTest {
    private static final Set<String> VOID_ELEMENTS = Set.of("meta", "link", "img");
    private static final Pattern TAG = Pattern.compile("<(/?)([a-zA-Z0-9]+)((?:\\s+[\\w-]+=\"[^\"<>]*\")*)\\s*(/?)>");

    @Test
    void asksNobodyForAnything() {
        // When
        String html = html(SampleReport.of("cat", "dog"));

        // Then
        assertThat(html)
                .doesNotContain("http:", "https:", "<script", "@import", "url(", " style=")
                .contains("default-src 'none'");
        assertThat(all(html, "(?:src|href|srcset|action|data)=\"([^\"]*)\""))
                .isNotEmpty()
                .allSatisfy(target -> assertThat(target).matches("(data:|#).*"));
        assertThat(all(html, "\\s(on\\w+)=")).isEmpty();
    }

    @Test
    void allowsItsOwnStyleSheetAndNoOther() throws Exception {
        // When
        String html = html(SampleReport.of("cat", "dog"));

        // Then
        String css = all(html, "(?s)<style>(.*?)</style>").get(0);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(css.getBytes(StandardCharsets.UTF_8));
        assertThat(html)
                .contains("style-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "'")
                .doesNotContain("unsafe-inline");
    }

    @Test
    void closesEachElementThatItOpens() {
        // When
        String html = html(SampleReport.of("<b>", "a\"b", "c'd&e")).replaceFirst("(?s)<style>.*</style>", "");

        // Then: nothing but known tags has angle brackets
        Deque<String> open = new ArrayDeque<>();
        TAG.matcher(html).results().forEach(tag -> {
            if (!tag.group(1).isEmpty()) {
                assertThat(open.pop()).isEqualTo(tag.group(2));
            } else if (tag.group(4).isEmpty() && !VOID_ELEMENTS.contains(tag.group(2))) {
                open.push(tag.group(2));
            }
        });
        assertThat(open).isEmpty();
        assertThat(TAG.matcher(html.replace("<!DOCTYPE html>", "")).replaceAll(""))
                .doesNotContain("<", ">");
    }

    @Test
    void hasEachSectionOnceAndLeadsToIt() {
        // When
        String html = html(SampleReport.of("cat", "dog"));

        // Then
        List<String> sections = all(html, "<section id=\"([^\"]+)\"");
        assertThat(sections)
                .containsExactly(
                        "curves",
                        "classes",
                        "confusion",
                        "mistakes",
                        "calibration",
                        "per-class",
                        "layers",
                        "recipe",
                        "environment",
                        "timings",
                        "digests",
                        "method");
        assertThat(all(html, "href=\"#([^\"]+)\"")).isEqualTo(sections);
        assertThat(all(html, " id=\"([^\"]+)\"")).doesNotHaveDuplicates().contains("worst-confusions");
        assertThat(all(html, "<svg [^>]*role=\"img\" aria-label=\"([^\"]+)\""))
                .hasSize(4)
                .doesNotHaveDuplicates();
        assertThat(all(html, "<img alt=\"([^\"]*)\"")).isNotEmpty().doesNotContain("");
        assertThat(all(html, "<th(?! scope|ead)")).isEmpty();
    }

    @Test
    void showsHostileClassNamesAsText() {
        // Given names that try to leave element, attribute and line
        String html =
                html(SampleReport.of("<script>alert(1)</script>", "\" onload='x' & more", "a\u202Eb\u0007\n<!--", "d"));

        // Then
        assertThat(html)
                .doesNotContain("<script>", "\" onload", "\u202E", "\u0007", "<!--")
                .contains(
                        "&lt;script&gt;alert(1)&lt;/script&gt;",
                        "&quot; onload=&#39;x&#39; &amp; more",
                        "a\uFFFDb\uFFFD\uFFFD&lt;!--");
    }

    @Test
    void givesTheFiguresOfTheTraining() {
        // Given
        TrainingReport report = SampleReport.of("cat", "dog", "newt").build();

        // When
        String html = new ReportPage(report, new Plots(report)).html();

        // Then
        double accuracy = report.evaluation().accuracy() * 100;
        assertThat(html)
                .contains("<h1>pets@v1</h1>")
                .contains("<b>%.2f %%</b>".formatted(accuracy))
                .contains("<b>61.5 s</b>", "<b>98.3 s</b>", "<b>0.96</b>", "<b>490</b>", "<b>121 KiB</b>")
                .contains("of 1,234 images", "<dt>batch size</dt><dd>100</dd>", "<dt>model.onnx</dt><dd>0123abcd</dd>")
                .contains("<dt>PyTorch</dt><dd>2.7.1</dd>", "a processor");
    }

    @Test
    void saysWhichImagesDecidedWhat() {
        assertThat(html(SampleReport.of("cat", "dog")))
                .contains("measured once", "500 validation images", "The test images were measured once, at the end.");
        assertThat(html(SampleReport.of("cat", "dog").measuredOnTestImages()))
                .contains("measured after each epoch", "The test images were looked at after each epoch")
                .doesNotContain("measured once");
    }

    @Test
    void saysWhichEpochsItsTimeLeavesOut() {
        assertThat(html(SampleReport.of("cat", "dog").continued(2)))
                .contains("without the 2 epochs that it went on from");
    }

    @Test
    void leavesImagesOutWhereTheyArePrivate() {
        // When
        String html = html(SampleReport.of("cat", "dog").withoutPictures());

        // Then
        assertThat(html)
                .doesNotContain("<img", "data:image")
                .contains("because the training was told --no-golden")
                .contains("test image, from 0");
    }

    @Test
    void showsASingleEpochAsDots() {
        // When
        String html = html(SampleReport.of("cat", "dog").withEpochs(1));

        // Then
        assertThat(html).doesNotContain("<polyline").contains("epoch 1, train: 0.55", "epoch 1, validation: 80");
    }

    @Test
    void staysReadableWithManyClasses() {
        // When
        String html = html(SampleReport.ofClasses(128).withEpochs(300));

        // Then
        assertThat(html.length()).isLessThan(500_000);
        assertThat(html).contains("class 127");
    }

    private static String html(SampleReport sample) {
        TrainingReport report = sample.build();
        return new ReportPage(report, new Plots(report)).html();
    }

    private static List<String> all(String html, String pattern) {
        return Pattern.compile(pattern)
                .matcher(html)
                .results()
                .map((MatchResult r) -> r.groupCount() == 0 ? r.group() : r.group(1))
                .toList();
    }
}
