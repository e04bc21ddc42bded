package io.odradek.quickstart.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.quickstart.measure.Accounting;
import io.odradek.quickstart.measure.LiveAccuracy;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReportPageTest {
    @Test
    void asksNobodyForAnything() {
        String html = ReportPage.html(Figures.of("Bag", "Shirt"));

        assertThat(html)
                .doesNotContain("http:")
                .doesNotContain("https:")
                .doesNotContain("<script")
                .doesNotContain("@import");
        assertThat(Pattern.compile("(?:src|href)=\"(?!data:)").matcher(html).find())
                .isFalse();
        assertThat(html).contains("default-src 'none'");
    }

    @Test
    void showsHostileClassNamesAsText() {
        // Given names that try to leave element and attribute
        String html = ReportPage.html(Figures.of("<script>alert(1)</script>", "\"onload='x' & more"));

        // Then
        assertThat(html)
                .doesNotContain("<script>alert")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("\"onload=")
                .contains("&quot;onload=&#39;x&#39; &amp; more");
    }

    @Test
    void embedsTheImagesThatLayInTheTopic() {
        String html = ReportPage.html(Figures.of("Bag", "Shirt"));

        assertThat(html)
                .contains("src=\"data:image/png;base64,AQID\"")
                .contains("alt=\"Bag, taken for Shirt\"")
                .contains("98.7 %");
    }

    @Test
    void drawsTheEpochThatWasTrainedWhileImagesFlowed() {
        String html = ReportPage.html(Figures.of("Bag", "Shirt"));

        assertThat(html).contains("epoch 3, test: 0.8400").contains("trained while images flowed");
    }

    @Test
    void putsTheThreeAccuraciesSideBySide() {
        String html = ReportPage.html(Figures.of("Bag", "Shirt").withLive(new LiveAccuracy(12, 9)));

        assertThat(html)
                .contains("as served; 75.0 % live, by late labels")
                .containsSubsequence(
                        "<h2>Live accuracy</h2>", "trainer", "0.8333", "as served", "0.8333", "live", "0.7500");
    }

    @Test
    void putsALossIntoTheTitle() {
        String html = ReportPage.html(Figures.withPaced(new Accounting(12, 9, 0, 3, 0, 0, 0)));

        assertThat(html).contains("<h1>3 of 64 images lost</h1>");
    }
}
