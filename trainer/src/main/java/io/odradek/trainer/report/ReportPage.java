package io.odradek.trainer.report;

import static io.odradek.trainer.plot.Markup.escape;

import io.odradek.trainer.evaluation.Interval;
import io.odradek.trainer.model.Layer;
import io.odradek.trainer.model.LayerTable;
import io.odradek.trainer.plot.Markup;
import io.odradek.trainer.training.HeldOut;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * {@code report.html}: no script, no font, no image from elsewhere. A content security policy says so to the browser, and
 * allows the one style sheet by its digest. Pure.
 */
record ReportPage(TrainingReport report, Plots plots) {
    /** Where the contents lead, by the id of the section; in the order of the page. */
    private static final List<Map.Entry<String, String>> CONTENTS = List.of(
            Map.entry("curves", "curves"),
            Map.entry("classes", "classes"),
            Map.entry("confusion", "confusions"),
            Map.entry("mistakes", "mistakes"),
            Map.entry("calibration", "calibration"),
            Map.entry("per-class", "class by class"),
            Map.entry("layers", "layers"),
            Map.entry("recipe", "recipe"),
            Map.entry("environment", "machine"),
            Map.entry("timings", "time"),
            Map.entry("digests", "digests"),
            Map.entry("method", "method"));

    /** The whole document. */
    String html() {
        QualitySections quality = new QualitySections(report, plots);
        OriginSections origin = new OriginSections(report);
        return "<!DOCTYPE html>\n<html lang=\"en\">\n" + head() + "<body>\n<main>\n" + intro() + headline() + contents()
                + quality.curves()
                + quality.classes()
                + quality.confusion()
                + quality.mistakes()
                + quality.calibration()
                + quality.perClass()
                + origin.layers()
                + origin.recipe()
                + origin.environment()
                + origin.timings()
                + origin.digests()
                + origin.method()
                + "</main>\n</body>\n</html>\n";
    }

    private String head() {
        String css = css();
        return """
                <head>
                <meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'sha256-%s'">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%s: training report</title>
                <link rel="icon" href="data:,">
                <style>%s</style>
                </head>
                """.formatted(sha256(css), escape(report.id().key()), css);
    }

    private String intro() {
        return "<header><p class=\"over\">Odradek training report</p>\n<h1>%s</h1>\n<p class=\"lead\">%s</p></header>\n"
                .formatted(
                        escape(report.id().key()),
                        escape(Markup.format(
                                "A net of recipe %s that puts images into %,d classes. It labels %,d of %,d test images"
                                        + " rightly.",
                                String.valueOf(report.recipe().get("name")),
                                report.labels().size(),
                                Math.round(report.evaluation().accuracy()
                                        * report.evaluation().images()),
                                report.evaluation().images())));
    }

    private String headline() {
        Interval interval = report.evaluation().accuracyInterval();
        boolean watched = report.last().heldOut() == HeldOut.TEST;
        return "<dl class=\"figures\">\n"
                + figure(
                        "test accuracy",
                        Markup.format("%.2f %%", report.evaluation().accuracy() * 100),
                        Markup.format(
                                "95%% interval %.2f to %.2f %%; %s",
                                interval.low() * 100,
                                interval.high() * 100,
                                watched ? "measured after each epoch" : "measured once"))
                + figure("epochs", Html.number(report.last().epoch()), "of " + trainImages() + " images")
                + figure(
                        "training",
                        seconds(report.spent().seconds()),
                        report.earlierEpochs() == 0
                                ? "from the start to the last epoch's end"
                                : "without the " + report.earlierEpochs() + " epochs that it went on from")
                + figure("processor time", seconds(report.spent().cpuSeconds()), "of all threads together")
                + figure(
                        "MFLOP",
                        Markup.format("%.2f", LayerTable.mflopPerImage(report.layers())),
                        "to classify one image")
                + figure(
                        "parameters",
                        Html.number(report.layers().stream()
                                .mapToLong(Layer::parameters)
                                .sum()),
                        "weights and biases")
                + figure("size", size(report.modelBytes()), "of model.onnx")
                + "</dl>\n";
    }

    private static String contents() {
        StringBuilder links = new StringBuilder("<nav aria-label=\"Sections\">");
        CONTENTS.forEach(entry -> links.append("<a href=\"#%s\">%s</a>\n".formatted(entry.getKey(), entry.getValue())));
        return links.append("</nav>\n").toString();
    }

    private static String figure(String name, String value, String note) {
        return "<div><dt>%s</dt><dd><b>%s</b><span>%s</span></dd></div>\n"
                .formatted(escape(name), escape(value), escape(note));
    }

    private String trainImages() {
        return report.recipe().get("trainImages") instanceof Number number ? Html.number(number.longValue()) : "all";
    }

    static String seconds(double seconds) {
        return Markup.format(seconds < 100 ? "%.1f s" : "%,.0f s", seconds);
    }

    private static String size(long bytes) {
        return bytes < 1 << 20
                ? Markup.format("%.0f KiB", bytes / 1024.0)
                : Markup.format("%.1f MiB", bytes / 1024.0 / 1024);
    }

    private static String sha256(String css) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return Base64.getEncoder().encodeToString(digest.digest(css.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
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
