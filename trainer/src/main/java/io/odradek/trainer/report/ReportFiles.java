package io.odradek.trainer.report;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.plot.Markup;
import io.odradek.trainer.plot.PictureGrid;
import io.odradek.trainer.plot.Raster;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of a report. They lie beside the model in no folder of their own, so that none is left of a training that
 * failed. Stateless.
 */
public final class ReportFiles {
    /** The page; it shows all that the others show. */
    public static final String PAGE = "report.html";

    private static final String CURVES = "curves.png";
    private static final String CLASSES = "classes.png";
    private static final String CONFUSION = "confusion.png";
    private static final String MISTAKES = "mistakes.png";
    private static final String CALIBRATION = "calibration.png";

    /** All names that a report may use. */
    public static final List<String> NAMES = List.of(PAGE, CURVES, CLASSES, CONFUSION, MISTAKES, CALIBRATION);

    private ReportFiles() {}

    /**
     * Tells before a training is spent whether its pictures can be drawn.
     *
     * @throws TrainerException when Java finds no font
     */
    public static void requireFont() {
        Raster.requireFont();
    }

    /** The files by name; those with pictures of images only where the report may show them and has any. */
    public static Map<String, byte[]> of(TrainingReport report) {
        Plots plots = new Plots(report);
        String of = ", " + report.id().key();
        int images = report.evaluation().images();
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(PAGE, new ReportPage(report, plots).html().getBytes(StandardCharsets.UTF_8));
        files.put(
                CURVES,
                Raster.png(
                        "Cost and accuracy by epoch" + of,
                        "Train: mean over the epoch, while the net was learning. Held out: after the epoch.",
                        List.of(plots.cost(), plots.accuracy())));
        files.put(
                CONFUSION,
                Raster.png(
                        "Confusion matrix" + of,
                        Markup.format("%,d test images. %s", images, QualitySections.SHADES),
                        List.of(plots.confusion())));
        files.put(
                CALIBRATION,
                Raster.png(
                        "Calibration" + of,
                        Markup.format("%,d test images; bars: 95%% intervals.", images),
                        List.of(plots.reliability())));
        if (report.pictures()) {
            putPictures(files, plots, of);
        }
        return files;
    }

    private static void putPictures(Map<String, byte[]> files, Plots plots, String of) {
        List<String> labels = plots.report().labels();
        List<PictureGrid.Cell> classes = new ArrayList<>();
        List<Integer> examples = plots.examples();
        for (int c = 0; c < labels.size(); c++) {
            if (examples.get(c) >= 0) {
                classes.add(new PictureGrid.Cell(plots.picture(examples.get(c)), labels.get(c), "", ""));
            }
        }
        files.put(CLASSES, Raster.png("Classes" + of, "The first test image of each class.", new PictureGrid(classes)));
        List<PictureGrid.Cell> mistakes = plots.mistakes().stream()
                .map(m -> new PictureGrid.Cell(
                        plots.picture(m.image()), m.truth(), m.prediction(), Html.percent(m.confidence())))
                .toList();
        if (!mistakes.isEmpty()) {
            files.put(
                    MISTAKES,
                    Raster.png(
                            "Most confident mistakes" + of,
                            "The true class; below it the predicted one, with the confidence.",
                            new PictureGrid(mistakes)));
        }
    }
}
