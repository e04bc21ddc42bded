package io.odradek.trainer.cli;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.file.StagedFile;
import io.odradek.trainer.report.ReportFiles;
import io.odradek.trainer.training.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of a trained model under construction in one directory: all get their names, or none. Opened before the
 * training, so that an unwritable directory fails at once. Not thread-safe.
 */
final class ModelDirectory implements AutoCloseable {
    static final String MODEL = "model.onnx";
    static final String INT8 = "model-int8.onnx";
    static final String WEIGHTS = "weights.params";

    /** Files that not every training writes. */
    private static final List<String> OPTIONAL =
            Stream.concat(Stream.of(INT8), ReportFiles.NAMES.stream()).toList();

    private final Path directory;
    private final Path checkpoint;
    private final Map<String, StagedFile> more = new LinkedHashMap<>();
    private final StagedFile weights;
    private final StagedFile metrics;
    private final StagedFile model;

    private ModelDirectory(Path directory, StagedFile weights, StagedFile metrics, StagedFile model) {
        this.directory = directory;
        this.checkpoint = directory.resolve(Checkpoint.FILE_NAME);
        this.weights = weights;
        this.metrics = metrics;
        this.model = model;
    }

    /**
     * Begins.
     *
     * @param overwrite whether an older model or training there may be replaced
     * @param resume whether the training there is the one that goes on
     * @throws TrainerException when there is one and it may not, or nothing can be written there
     */
    static ModelDirectory open(Path directory, boolean overwrite, boolean resume) {
        Path checkpoint = directory.resolve(Checkpoint.FILE_NAME);
        if (!overwrite && Files.exists(directory.resolve(MODEL))) {
            throw new TrainerException(
                    directory.resolve(MODEL) + " exists; choose another --out, or replace it with --overwrite");
        }
        if (!overwrite && !resume && Files.exists(checkpoint)) {
            throw new TrainerException(checkpoint + " is of a training that was stopped; go on with --resume, choose"
                    + " another --out, or begin anew with --overwrite");
        }
        List<String> names = List.of(WEIGHTS, MetricsFile.FILE_NAME, MODEL);
        if (resume) {
            StagedFile.removeLeftOver(checkpoint);
            names.forEach(name -> StagedFile.removeLeftOver(directory.resolve(name)));
            OPTIONAL.forEach(name -> StagedFile.removeLeftOver(directory.resolve(name)));
        }
        List<StagedFile> staged = new ArrayList<>();
        try {
            for (String name : names) {
                staged.add(StagedFile.create(directory.resolve(name)));
            }
            return new ModelDirectory(directory, staged.get(0), staged.get(1), staged.get(2));
        } catch (TrainerException e) {
            staged.forEach(StagedFile::close);
            throw e;
        }
    }

    Path checkpoint() {
        return checkpoint;
    }

    /** Removes the checkpoint, if any. */
    void forgetCheckpoint() {
        delete(checkpoint);
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

    /** Adds a file that not every training writes. */
    void add(String name, byte[] content) {
        StagedFile file = StagedFile.create(directory.resolve(name));
        more.put(name, file);
        file.write(content);
    }

    /**
     * Gives all files their names, and removes the checkpoint and what an older training leaves; the model comes last, so
     * that where it is, the others are.
     */
    void commit() {
        weights.commit();
        metrics.commit();
        for (String name : OPTIONAL) {
            @Nullable StagedFile file = more.get(name);
            if (file == null) {
                delete(directory.resolve(name));
            } else {
                file.commit();
            }
        }
        model.commit();
        forgetCheckpoint();
    }

    @Override
    public void close() {
        try (weights;
                metrics;
                model) {
            more.values().forEach(StagedFile::close);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new TrainerException("cannot delete " + file + ": " + TrainerException.reasonOf(e), e);
        }
    }
}
