package io.odradek.trainer.cli;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.file.StagedFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of a trained model under construction in one directory: all get their names, or none. Opened before the
 * training, so that an unwritable directory fails at once. Not thread-safe.
 */
final class ModelDirectory implements AutoCloseable {
    static final String MODEL = "model.onnx";
    static final String WEIGHTS = "weights.params";

    private final StagedFile weights;
    private final StagedFile metrics;
    private final StagedFile model;

    private ModelDirectory(StagedFile weights, StagedFile metrics, StagedFile model) {
        this.weights = weights;
        this.metrics = metrics;
        this.model = model;
    }

    /**
     * Begins.
     *
     * @param overwrite whether an older model there may be replaced
     * @throws TrainerException when there is one and it may not, or nothing can be written there
     */
    static ModelDirectory open(Path directory, boolean overwrite) {
        if (!overwrite && Files.exists(directory.resolve(MODEL))) {
            throw new TrainerException(
                    directory.resolve(MODEL) + " exists; choose another --out, or replace it with --overwrite");
        }
        List<StagedFile> staged = new ArrayList<>();
        try {
            for (String name : List.of(WEIGHTS, MetricsFile.FILE_NAME, MODEL)) {
                staged.add(StagedFile.create(directory.resolve(name)));
            }
            return new ModelDirectory(staged.get(0), staged.get(1), staged.get(2));
        } catch (TrainerException e) {
            staged.forEach(StagedFile::close);
            throw e;
        }
    }

    StagedFile weights() {
        return weights;
    }

    StagedFile metrics() {
        return metrics;
    }

    StagedFile model() {
        return model;
    }

    /** Gives all files their names; the model comes last, so that where it is, the others are. */
    void commit() {
        weights.commit();
        metrics.commit();
        model.commit();
    }

    @Override
    public void close() {
        try (weights;
                metrics;
                model) {
            // Closing is all there is to do.
        }
    }
}
