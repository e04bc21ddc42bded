package io.odradek.trainer.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.odradek.trainer.TrainerException;
import io.odradek.trainer.dataset.DataSet;
import io.odradek.trainer.evaluation.ClassFigures;
import io.odradek.trainer.evaluation.Confusion;
import io.odradek.trainer.evaluation.MacroAverages;
import io.odradek.trainer.export.InferenceTime;
import io.odradek.trainer.export.Parity;
import io.odradek.trainer.export.Quantization;
import io.odradek.trainer.training.EpochMetrics;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code metrics.json} says about a training. Components are named as in the file.
 *
 * @param name of the model
 * @param version of the model
 * @param recipe recipe and hyperparameters; {@code epochs} counts continued runs too
 * @param data what it was trained and tested with
 * @param epochs all epochs that the net has behind it, in order
 * @param testAccuracy of the exported file, 0 to 1
 * @param validationAccuracy after the last epoch, 0 to 1; null where no images were kept for it
 * @param secondsToTrained wall time from the start of the process to the end of the last epoch; with those of the
 *     processes that it resumed
 * @param cpuSeconds processor time in {@code secondsToTrained}, all threads together
 * @param device that it was trained on: {@code cpu} or {@code gpu:N}
 * @param mflopPerImage million floating-point operations to classify one image
 * @param inferenceTime what the net costs to run; null for images of fewer than 4 pixels a side, or of more than 64x64 in colour
 * @param parameters number of weights and biases
 * @param confusion {@code [truth][prediction]}: number of test images, by the exported file
 * @param labels class names in the order of {@code confusion}
 * @param perClass precision, recall and F1 of each class on the test images, by the exported file
 * @param macro their means over the classes
 * @param calibrationError expected calibration error on the test images, 0 to 1
 * @param worstConfusions at most ten pairs of classes, those with the most test images of the one taken for the other
 * @param parity how well file and net agree
 * @param quantized the same net in integers of 8 bits; null where none was asked for
 */
record MetricsFile(
        String name,
        String version,
        Map<String, Object> recipe,
        Data data,
        List<EpochMetrics> epochs,
        double testAccuracy,
        @Nullable Double validationAccuracy,
        double secondsToTrained,
        double cpuSeconds,
        String device,
        double mflopPerImage,
        @Nullable InferenceTime inferenceTime,
        long parameters,
        List<List<Integer>> confusion,
        List<String> labels,
        List<ClassFigures> perClass,
        MacroAverages macro,
        double calibrationError,
        List<Confusion> worstConfusions,
        Parity parity,
        @Nullable Quantization quantized) {
    static final String FILE_NAME = "metrics.json";

    private static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .serializeNulls()
            .setPrettyPrinting()
            .create();

    /**
     * A data set in numbers.
     *
     * @param sha256 over class names, input and all images with their labels
     * @param trainImages how many the data set has to learn from
     * @param testImages how many it has to test on
     * @param skippedImages how many files could not be read and were left out
     */
    record Data(String sha256, int trainImages, int testImages, int skippedImages) {
        static Data of(DataSet set) {
            return new Data(
                    set.sha256(),
                    set.train().size(),
                    set.test().size(),
                    set.skipped().size());
        }
    }

    byte[] toJson() {
        return (GSON.toJson(this) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** @throws TrainerException when the directory holds no readable metrics */
    static MetricsFile read(Path directory) {
        Path file = directory.resolve(FILE_NAME);
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            MetricsFile metrics = GSON.fromJson(reader, MetricsFile.class);
            if (metrics == null || metrics.epochs == null || metrics.epochs.isEmpty() || metrics.recipe == null) {
                throw new JsonParseException("it lists no epochs");
            }
            return metrics;
        } catch (IOException | JsonParseException e) {
            throw new TrainerException(
                    "cannot continue from " + directory + ": " + file + ": " + TrainerException.reasonOf(e)
                            + "; give --from a directory that 'trainer train' wrote",
                    e);
        }
    }
}
