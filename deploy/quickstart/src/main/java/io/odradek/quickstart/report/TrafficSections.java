package io.odradek.quickstart.report;

import io.odradek.quickstart.chart.Html;
import io.odradek.quickstart.measure.Accounting;
import io.odradek.quickstart.measure.Latency;
import io.odradek.quickstart.measure.LiveAccuracy;
import io.odradek.quickstart.measure.VersionSwitch;

/** The parts of the page about the stream: what was lost, how fast it was, how the model was swapped. Pure. */
final class TrafficSections {
    private TrafficSections() {}

    static String headline(RunFigures figures) {
        Accounting total = figures.total();
        return "<dl class=\"figures\">\n"
                + figure(Html.percent(figures.scores().accuracy()), "accuracy", "as served; " + live(figures.live()))
                + figure(
                        Html.format("%,.0f", figures.throughput().imagesPerSecond()),
                        "images/s",
                        "at full rate, warm-up included")
                + figure(
                        Html.millis(figures.paced().latency().p50()) + " ms",
                        "median latency",
                        Html.format("at %,d images/s", figures.paced().rate()))
                + figure(Html.number(total.lost()), "lost", Html.format("of %,d images", total.images()))
                + figure(Html.number(total.deadLetters()), "dead letters", "images set aside")
                + figure(
                        Html.format("%,.0f s", figures.training().seconds()),
                        "training",
                        epochs(figures.training().epochs().size()))
                + "</dl>";
    }

    private static String live(LiveAccuracy live) {
        return live.images() == 0 ? "not judged live" : Html.percent(live.accuracy()) + " live, by late labels";
    }

    static String phases(RunFigures figures) {
        StringBuilder rows = new StringBuilder();
        figures.phases().forEach(phase -> rows.append(row(phase)));
        return "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Phases of traffic\"><table>"
                + Html.heading(
                        "phase",
                        "rate",
                        "images",
                        "predictions",
                        "lost",
                        "dead letters",
                        "duplicates",
                        "p50 ms",
                        "p95 ms",
                        "p99 ms",
                        "longest ms")
                + "<tbody>" + rows + "</tbody></table></div>";
    }

    private static String row(Phase phase) {
        Accounting a = phase.accounting();
        Latency l = phase.latency();
        return Html.row(
                phase.name(),
                phase.rate() == 0 ? "full" : Html.format("%,d/s", phase.rate()),
                Html.number(a.images()),
                Html.number(a.predictions()),
                Html.number(a.lost()),
                Html.number(a.deadLetters()),
                Html.number(a.duplicates()),
                Html.millis(l.p50()),
                Html.millis(l.p95()),
                Html.millis(l.p99()),
                Html.millis(l.max()));
    }

    static String swap(RunFigures figures) {
        VersionSwitch swap = figures.versionSwitch();
        int all = Math.max(1, swap.before() + swap.after() + swap.others());
        return Html.format(
                "<p class=\"switch\" role=\"img\" aria-label=\"%s made %s predictions, then %s made %s\">"
                        + "<span class=\"before\" style=\"width:%.1f%%\"></span><span class=\"after\"></span></p>\n"
                        + "<table>%s<tbody>%s%s</tbody></table>",
                Html.escape(figures.modelVersions().get(0)),
                Html.number(swap.before()),
                Html.escape(figures.modelVersions().get(1)),
                Html.number(swap.after()),
                100.0 * swap.before() / all,
                Html.heading("model version", "predictions"),
                Html.row(figures.modelVersions().get(0), Html.number(swap.before())),
                Html.row(figures.modelVersions().get(1), Html.number(swap.after())));
    }

    static String environment(RunFigures figures) {
        Environment e = figures.environment();
        return "<dl class=\"plain\">"
                + term("Odradek", e.odradek())
                + term("Kafka", e.kafka())
                + term("Java", e.java())
                + term("System", e.system())
                + term("Cores", String.valueOf(e.cores()))
                + term("Models", String.join(", ", figures.modelVersions()))
                + term("Began", e.at())
                + "</dl>";
    }

    private static String epochs(int count) {
        return count == 1 ? "1 epoch" : count + " epochs";
    }

    private static String figure(String value, String name, String note) {
        return "<div><dt>" + Html.escape(name) + "</dt><dd><b>" + Html.escape(value) + "</b><span>" + Html.escape(note)
                + "</span></dd></div>\n";
    }

    private static String term(String name, String value) {
        return "<div><dt>" + Html.escape(name) + "</dt><dd>" + Html.escape(value) + "</dd></div>\n";
    }
}
