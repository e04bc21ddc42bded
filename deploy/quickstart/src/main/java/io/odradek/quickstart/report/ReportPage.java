package io.odradek.quickstart.report;

import io.odradek.quickstart.chart.HistogramChart;
import io.odradek.quickstart.chart.Html;
import io.odradek.quickstart.measure.Accounting;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * {@code report.html}: a run on one page that asks nobody for anything, no script, no font, no image from elsewhere; a
 * content security policy says so to the browser. Pure.
 */
public final class ReportPage {
    private ReportPage() {}

    /** The whole document. */
    public static String html(RunFigures figures) {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n" + head() + "<body>\n<main>\n" + intro(figures)
                + section("How it learned", "", QualitySections.curves(figures))
                + section(
                        "Classes",
                        "Share of each class's test images that the streamer labelled correctly.",
                        QualitySections.classes(figures.scores()))
                + section("Live accuracy", liveNote(figures), QualitySections.accuracies(figures))
                + section("Confidently wrong", mistakeNote(figures), QualitySections.mistakes(figures.mistakes()))
                + section(
                        "What it takes for what",
                        "Rows are the true class, columns the predicted one. A shade is the root of the row's share, so"
                                + " that rare mistakes show.",
                        QualitySections.confusion(figures.scores()))
                + section("The stream", streamNote(figures), stream(figures))
                + section("The swap", swapNote(figures), TrafficSections.swap(figures))
                + section("What was run", "", TrafficSections.environment(figures))
                + "</main>\n</body>\n</html>\n";
    }

    private static String head() {
        return """
                <head>
                <meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>Odradek quickstart</title>
                <link rel="icon" href="data:,">
                <style>
                """ + css() + "</style>\n</head>\n";
    }

    private static String intro(RunFigures figures) {
        Accounting total = figures.total();
        String title = total.lost() == 0
                ? Html.format("%,d images classified, none lost", total.predictions())
                : Html.format("%,d of %,d images lost", total.lost(), total.images());
        return "<header><p class=\"over\">Odradek quickstart</p><h1>" + Html.escape(title) + "</h1>"
                + "<p class=\"lead\">A convolutional net was trained on Fashion-MNIST, published to a Kafka topic, and"
                + " classified the test images that flowed through another, until a better one replaced it.</p></header>\n"
                + TrafficSections.headline(figures);
    }

    private static String stream(RunFigures figures) {
        return "<figure class=\"histogram\">"
                + HistogramChart.svg(figures.paced().latency()) + "<figcaption>"
                + Html.format(
                        "Latencies of the paced phase, %,d images/s.",
                        figures.paced().rate()) + "</figcaption></figure>"
                + TrafficSections.phases(figures);
    }

    private static String streamNote(RunFigures figures) {
        return Html.format(
                "Latency is the time from an image's timestamp, which is the moment it was due to be sent, to the receipt of"
                        + " its prediction. The full rate is %,d images in %.2f s, from the first image's timestamp to the"
                        + " last prediction's receipt; there, latency is mostly waiting in the queue.",
                figures.throughput().images(), figures.throughput().seconds());
    }

    private static String mistakeNote(RunFigures figures) {
        int wrong = figures.scores().images() - figures.scores().correct();
        return Html.format(
                "%,d of %,d images were labelled wrongly. The %d that the net was surest of, each as it lay in the topic:"
                        + " its true class, below it what the net saw.",
                wrong, figures.scores().images(), figures.mistakes().size());
    }

    private static String liveNote(RunFigures figures) {
        if (figures.live().images() == 0) {
            return "The run ended before its labels were judged.";
        }
        return Html.format(
                "In practice the truth comes later than the prediction. The true labels of %,d images were sent to the"
                        + " topic labels when all was predicted, and streamer evaluate compared the two, image by image.",
                figures.live().images());
    }

    private static String swapNote(RunFigures figures) {
        return Html.format(
                "While one more epoch was trained on the same machine, %,d images/s went on flowing. Each prediction names"
                        + " the model that made it; %d partitions changed once, %d changed back, %,d images were lost.",
                figures.swap().rate(),
                figures.versionSwitch().switchedPartitions(),
                figures.versionSwitch().restlessPartitions(),
                figures.swap().accounting().lost());
    }

    private static String section(String title, String note, String content) {
        return "<section>\n<h2>" + Html.escape(title) + "</h2>\n"
                + (note.isEmpty() ? "" : "<p class=\"note\">" + Html.escape(note) + "</p>\n") + content
                + "\n</section>\n";
    }

    private static String css() {
        try (InputStream in = ReportPage.class.getResourceAsStream("report.css")) {
            if (in == null) {
                throw new IllegalStateException("report.css is missing beside " + ReportPage.class);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
