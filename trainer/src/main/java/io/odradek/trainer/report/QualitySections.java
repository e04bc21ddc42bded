package io.odradek.trainer.report;

import static io.odradek.trainer.plot.Markup.escape;

import io.odradek.trainer.evaluation.Mistake;
import io.odradek.trainer.plot.Markup;
import io.odradek.trainer.plot.Plot;
import io.odradek.trainer.plot.Svg;
import io.odradek.trainer.training.EpochMetrics;
import java.util.Base64;
import java.util.List;

/** The parts of the page about the model: how it learned, where it is right, what it gets wrong. Pure. */
record QualitySections(TrainingReport report, Plots plots) {
    /** How to read the colours of the confusion matrix. */
    static final String SHADES =
            "Blue is right, orange wrong; a shade is the root of the row's share, so that rare mistakes show.";

    private static final String NO_PICTURES = "No images here, because the training was told --no-golden.";

    String curves() {
        String heldOut = plots.heldOut();
        List<List<String>> rows = report.epochs().stream().map(this::epoch).toList();
        List<String> head = List.of(
                "#epoch", "#train cost", "#" + heldOut + " cost", "#" + heldOut + " accuracy", "#seconds", "#images/s");
        return Html.section(
                "curves",
                "How it learned",
                "The train cost is the mean over an epoch, each image as the net was when its batch came; the "
                        + heldOut + " images are measured after it.",
                "<div class=\"pair\">" + figure("plot", plots.cost()) + figure("plot", plots.accuracy()) + "</div>\n"
                        + Html.details("The same as a table", Html.table("Figures by epoch", head, rows)));
    }

    String classes() {
        String note = report.pictures() ? "The first test image of each." : NO_PICTURES;
        StringBuilder list = new StringBuilder("<ul class=\"grid narrow\">\n");
        List<Integer> examples = plots.examples();
        for (int c = 0; c < report.labels().size(); c++) {
            String name = report.labels().get(c);
            boolean shown = report.pictures() && examples.get(c) >= 0;
            list.append("<li>")
                    .append(shown ? picture(examples.get(c), "An image of class " + name) : "")
                    .append("<span>" + escape(name) + "</span></li>\n");
        }
        return Html.section("classes", "Classes", note, list.append("</ul>").toString());
    }

    String confusion() {
        return Html.section(
                "confusion",
                "What it takes for what",
                "Test images of each true class by the class that was predicted. " + SHADES,
                "<div class=\"beside\">" + Html.scroll("Confusion matrix", figure("matrix", plots.confusion()))
                        + worstConfusions() + "</div>");
    }

    private String worstConfusions() {
        List<List<String>> rows = report.evaluation().worstConfusions().stream()
                .map(w -> List.of(w.truth(), w.prediction(), Html.number(w.images()), Html.percent(w.share())))
                .toList();
        String table = Html.table(
                "The pairs of classes that were mixed up most",
                List.of("true class", "predicted", "#images", "#of the class"),
                rows);
        return "<div id=\"worst-confusions\"><h3>The worst confusions</h3>"
                + (rows.isEmpty() ? "<p class=\"note\">None.</p>" : table) + "</div>";
    }

    String mistakes() {
        List<Mistake> mistakes = plots.mistakes();
        int images = report.evaluation().images();
        String note = Markup.format(
                "%,d of %,d test images were labelled wrongly. The %d that the net was surest of: the true class, below it"
                        + " the predicted one with the confidence.",
                images - Math.round(report.evaluation().accuracy() * images), images, mistakes.size());
        String title = "Confidently wrong";
        if (mistakes.isEmpty()) {
            return Html.section("mistakes", title, "No test image was labelled wrongly.", "");
        }
        return report.pictures()
                ? Html.section("mistakes", title, note, pictures(mistakes))
                : Html.section("mistakes", title, note + " " + NO_PICTURES, list(mistakes));
    }

    String calibration() {
        List<List<String>> rows = report.evaluation().calibration().bins().stream()
                .filter(bin -> bin.images() > 0)
                .map(bin -> List.of(
                        Markup.format("%.0f to %.0f %%", bin.above() * 100, bin.upTo() * 100),
                        Html.number(bin.images()),
                        Html.percent(bin.confidence()),
                        Html.percent(bin.accuracy())))
                .toList();
        List<String> head = List.of("confidence", "#images", "#mean confidence", "#right");
        return Html.section(
                "calibration",
                "Is it as sure as it is right?",
                Markup.format(
                        "Test images in bins of like confidence, the probability of the predicted class. On the dashed line"
                                + " the net is right as often as it says; bars are 95%% intervals. The expected"
                                + " calibration error, the mean distance from that line, is %.2f percentage points.",
                        report.evaluation().calibration().error() * 100),
                "<div class=\"pair\">" + figure("plot", plots.reliability())
                        + Html.table("Calibration by confidence", head, rows) + "</div>");
    }

    String perClass() {
        List<List<String>> rows = report.evaluation().perClass().stream()
                .map(c -> List.of(
                        c.label(),
                        Html.percent(c.precision()),
                        Html.percent(c.recall()),
                        Html.percent(c.f1()),
                        Html.number(c.support())))
                .toList();
        return Html.section(
                "per-class",
                "Class by class",
                "Precision: share of the images predicted as a class that are of it. Recall: share of a class's images"
                        + " that were recognised. F1: their harmonic mean. Images are test images.",
                Html.table(
                        "Precision, recall and F1 of each class",
                        List.of("class", "#precision", "#recall", "#F1", "#images"),
                        rows));
    }

    private List<String> epoch(EpochMetrics e) {
        return List.of(
                String.valueOf(e.epoch()),
                Markup.format("%.4f", e.trainLoss()),
                Markup.format("%.4f", e.loss()),
                Markup.format("%.2f %%", e.accuracy() * 100),
                Markup.format("%.1f", e.seconds()),
                Markup.format("%,.0f", e.imagesPerSecond()));
    }

    private String pictures(List<Mistake> mistakes) {
        StringBuilder list = new StringBuilder("<ul class=\"grid\">\n");
        for (Mistake m : mistakes) {
            list.append("<li>%s<span>%s</span><span class=\"taken\">%s</span><b class=\"taken\">%s</b></li>\n"
                    .formatted(
                            picture(m.image(), m.truth() + ", taken for " + m.prediction()),
                            escape(m.truth()),
                            escape(m.prediction()),
                            Html.percent(m.confidence())));
        }
        return list.append("</ul>").toString();
    }

    private String list(List<Mistake> mistakes) {
        List<List<String>> rows = mistakes.stream()
                .map(m -> List.of(Html.number(m.image()), m.truth(), m.prediction(), Html.percent(m.confidence())))
                .toList();
        return Html.table(
                "The most confident mistakes",
                List.of("#test image, from 0", "true class", "predicted class", "#confidence"),
                rows);
    }

    private String picture(int image, String alt) {
        return "<img alt=\"%s\" width=\"84\" height=\"84\" src=\"data:image/png;base64,%s\">"
                .formatted(
                        escape(alt),
                        Base64.getEncoder().encodeToString(plots.picture(image).png()));
    }

    private static String figure(String style, Plot plot) {
        return "<figure class=\"%s\">%s</figure>".formatted(style, Svg.of(plot));
    }
}
