package io.odradek.trainer.report;

import io.odradek.trainer.model.Layer;
import io.odradek.trainer.model.LayerTable;
import io.odradek.trainer.plot.Markup;
import io.odradek.trainer.training.EpochMetrics;
import io.odradek.trainer.training.HeldOut;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The parts of the page about where the model comes from: net, recipe, machine, cost, method. Pure. */
record OriginSections(TrainingReport report) {
    String layers() {
        long parameters = report.layers().stream().mapToLong(Layer::parameters).sum();
        List<List<String>> rows = new ArrayList<>();
        for (Layer layer : report.layers()) {
            rows.add(List.of(
                    layer.name(),
                    layer.operation(),
                    layer.formula(),
                    layer.output().stream().map(String::valueOf).collect(Collectors.joining(" x ")),
                    layer.parameters() == 0 ? "" : Html.number(layer.parameters()),
                    layer.flop() == 0 ? "" : Markup.format("%.4f", layer.flop() / 1e6)));
        }
        rows.add(List.of(
                "all",
                "",
                "",
                "",
                Html.number(parameters),
                Markup.format("%.4f", LayerTable.mflopPerImage(report.layers()))));
        return Html.section(
                "layers",
                "The net, layer by layer",
                "The formula gives the side of a layer's output. MFLOP are millions of floating-point operations for one"
                        + " image, a multiply-add counted as two.",
                Html.table(
                        "Layers",
                        List.of("layer", "operation", "formula", "output shape", "#parameters", "#MFLOP"),
                        rows));
    }

    String recipe() {
        Map<String, String> facts = new LinkedHashMap<>();
        report.recipe().forEach((key, value) -> facts.put(words(key), text(value)));
        report.int8().forEach((key, value) -> facts.put("int8 " + key, value));
        return Html.section("recipe", "Recipe", "", Html.facts("", facts));
    }

    String environment() {
        return Html.section(
                "environment",
                "Machine",
                "",
                Html.facts("", report.environment().facts()));
    }

    String timings() {
        Map<String, String> facts = new LinkedHashMap<>();
        double seconds = report.spent().seconds();
        double cpu = report.spent().cpuSeconds();
        facts.put(
                "training",
                Markup.format("%.1f s, from the start of the process to the end of the last epoch", seconds));
        facts.put("processor time", Markup.format("%.1f s, which is %.2f processors all the time", cpu, cpu / seconds));
        facts.put("one epoch", Markup.format("%.1f s in the mean, with its measuring", mean(EpochMetrics::seconds)));
        facts.put(
                "speed",
                Markup.format("%,.0f images/s in the mean, while learning", mean(EpochMetrics::imagesPerSecond)));
        facts.put("to classify", report.cost());
        return Html.section("timings", "Time", "", Html.facts("", facts));
    }

    String digests() {
        return Html.section("digests", "SHA-256", "", Html.facts("wide", report.digests()));
    }

    /** Says honestly which images decided what. */
    String method() {
        String interval =
                " The interval of the accuracy covers the choice of the test images, not that of the random seed.";
        String text = report.last().heldOut() == HeldOut.TEST
                ? "The test images were looked at after each epoch. No choice of this training was made by them;"
                        + " whoever chooses by these curves should measure the choice on other images."
                : Markup.format(
                        "Each epoch was measured on %,d validation images that were kept from the training images, and what"
                                + " was chosen, was chosen by them. The test images were measured once, at the end.",
                        validation());
        return Html.section("method", "Method", text + interval, "");
    }

    private long validation() {
        return report.recipe().get("validation") instanceof Number number ? number.longValue() : 0;
    }

    private double mean(ToDoubleFunction<EpochMetrics> value) {
        return report.epochs().stream().mapToDouble(value).average().orElse(0);
    }

    /** {@code batch size} for {@code batchSize}. */
    private static String words(String key) {
        return key.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }

    private static String text(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(OriginSections::text).collect(Collectors.joining(", "));
        }
        if (value instanceof Boolean yes) {
            return yes ? "yes" : "no";
        }
        return String.valueOf(value);
    }
}
