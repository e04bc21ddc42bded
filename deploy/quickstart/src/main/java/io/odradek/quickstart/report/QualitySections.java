package io.odradek.quickstart.report;

import io.odradek.quickstart.chart.CurveChart;
import io.odradek.quickstart.chart.Html;
import io.odradek.quickstart.measure.LiveAccuracy;
import io.odradek.quickstart.measure.Scores;
import io.odradek.quickstart.measure.Training;
import java.util.Base64;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The parts of the page about the model: how it learned, where it is right, what it gets wrong. Pure. */
final class QualitySections {
    private static final double STRONGEST_SHADE = 0.6;

    private QualitySections() {}

    static String curves(RunFigures figures) {
        List<Training.Epoch> epochs = figures.next().epochs();
        CurveChart cost = new CurveChart(
                "Cost",
                "cost (cross-entropy)",
                List.of(
                        new CurveChart.Series("train", "a", values(epochs, Training.Epoch::trainLoss)),
                        new CurveChart.Series("test", "b", values(epochs, Training.Epoch::testLoss))),
                epochs.size());
        CurveChart accuracy = new CurveChart(
                "Test accuracy",
                "accuracy",
                List.of(new CurveChart.Series("test", "b", values(epochs, Training.Epoch::testAccuracy))),
                epochs.size());
        return "<div class=\"pair\"><figure>" + cost.svg() + "</figure><figure>" + accuracy.svg() + "</figure></div>\n"
                + "<details><summary>The same as a table</summary><div class=\"scroll\" role=\"region\" tabindex=\"0\""
                + " aria-label=\"Figures by epoch\"><table>"
                + Html.heading("epoch", "train cost", "test cost", "test accuracy") + "<tbody>" + epochRows(epochs)
                + "</tbody></table></div></details>";
    }

    static String classes(Scores scores) {
        StringBuilder rows = new StringBuilder();
        for (Scores.ClassScore c : scores.classes()) {
            rows.append(Html.format(
                    "<tr><th scope=\"row\">%s</th><td class=\"bar\"><span style=\"width:%.1f%%\"></span></td>"
                            + "<td class=\"n\">%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td></tr>\n",
                    Html.escape(c.label()),
                    c.accuracy() * 100,
                    Html.percent(c.accuracy()),
                    Html.number(c.correct()),
                    Html.number(c.images())));
        }
        return "<table class=\"classes\"><thead><tr><th scope=\"col\">class</th><td></td>"
                + "<th scope=\"col\" class=\"n\">accuracy</th><th scope=\"col\" class=\"n\">correct</th>"
                + "<th scope=\"col\" class=\"n\">images</th></tr></thead><tbody>" + rows + "</tbody></table>";
    }

    static String accuracies(RunFigures figures) {
        Scores served = figures.scores();
        LiveAccuracy live = figures.live();
        return "<table>" + Html.heading("measured", "images", "correct", "accuracy") + "<tbody>"
                + Html.row(
                        "trainer, all test images",
                        "",
                        "",
                        Html.format("%.4f", figures.training().testAccuracy()))
                + Html.row(
                        "as served",
                        Html.number(served.images()),
                        Html.number(served.correct()),
                        Html.format("%.4f", served.accuracy()))
                + Html.row(
                        "live, by late labels",
                        Html.number(live.images()),
                        Html.number(live.correct()),
                        live.images() == 0 ? "not judged" : Html.format("%.4f", live.accuracy()))
                + "</tbody></table>";
    }

    static String confusion(Scores scores) {
        StringBuilder html = new StringBuilder(
                "<div class=\"scroll\" role=\"region\" tabindex=\"0\""
                        + " aria-label=\"Confusion matrix\"><table class=\"confusion\"><thead><tr><th scope=\"col\">true class</th>");
        for (String label : scores.labels()) {
            html.append("<th scope=\"col\"><span>").append(Html.escape(label)).append("</span></th>");
        }
        html.append("</tr></thead><tbody>\n");
        List<Scores.ClassScore> classes = scores.classes();
        for (int r = 0; r < classes.size(); r++) {
            html.append("<tr><th scope=\"row\">")
                    .append(Html.escape(classes.get(r).label()))
                    .append("</th>");
            for (int c = 0; c < classes.size(); c++) {
                html.append(cell(scores.confusion()[r][c], classes.get(r).images(), r == c));
            }
            html.append("</tr>\n");
        }
        return html.append("</tbody></table></div>").toString();
    }

    static String mistakes(List<Mistake> mistakes) {
        if (mistakes.isEmpty()) {
            return "<p>None.</p>";
        }
        StringBuilder html = new StringBuilder("<ul class=\"grid\">\n");
        for (Mistake m : mistakes) {
            html.append(Html.format(
                    "<li><img alt=\"%s\" width=\"84\" height=\"84\" src=\"data:image/png;base64,%s\">"
                            + "<span class=\"truth\">%s</span><span class=\"taken\">%s <b>%s</b></span></li>\n",
                    Html.escape(m.truth() + ", taken for " + m.predicted()),
                    Base64.getEncoder().encodeToString(m.png()),
                    Html.escape(m.truth()),
                    Html.escape(m.predicted()),
                    Html.percent(m.confidence())));
        }
        return html.append("</ul>").toString();
    }

    private static List<Double> values(List<Training.Epoch> epochs, ToDoubleFunction<Training.Epoch> value) {
        return epochs.stream().mapToDouble(value).boxed().toList();
    }

    private static String epochRows(List<Training.Epoch> epochs) {
        StringBuilder rows = new StringBuilder();
        for (Training.Epoch e : epochs) {
            rows.append(Html.row(
                    String.valueOf(e.number()),
                    Html.format("%.4f", e.trainLoss()),
                    Html.format("%.4f", e.testLoss()),
                    Html.format("%.4f", e.testAccuracy())));
        }
        return rows.toString();
    }

    /** Shaded by the root of its share, so that the rare mistakes show at all. */
    private static String cell(int count, int images, boolean correct) {
        if (count == 0) {
            return "<td class=\"n none\">0</td>";
        }
        double shade = STRONGEST_SHADE * Math.sqrt((double) count / images);
        return Html.format(
                "<td class=\"n\" style=\"background:rgb(var(--%s)/%.3f)\">%s</td>",
                correct ? "good" : "bad", shade, Html.number(count));
    }
}
