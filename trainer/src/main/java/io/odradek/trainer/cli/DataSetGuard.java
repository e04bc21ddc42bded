package io.odradek.trainer.cli;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.dataset.DataSet;
import io.odradek.trainer.onnx.ModelFile;
import io.odradek.trainer.training.Checkpoint;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Refuses to go on with a training on images that it was not begun for. Immutable.
 *
 * @param data that was read
 * @param directory where, for messages
 */
record DataSetGuard(DataSet data, Path directory) {
    /**
     * Checks both ways to go on.
     *
     * @param kept the checkpoint to resume from, in {@code checkpoint}; null: none
     * @param from directory of the model to continue; null: none
     * @throws TrainerException when the checkpoint is of another data set, or the model of other classes or input
     */
    void check(@Nullable Checkpoint kept, Path checkpoint, @Nullable Path from) {
        if (kept != null) {
            checkResume(kept, checkpoint);
        } else if (from != null) {
            checkFrom(ModelFile.read(from.resolve(ModelDirectory.MODEL)));
        }
    }

    private void checkResume(Checkpoint kept, Path checkpoint) {
        if (!kept.data().equals(data.sha256())) {
            throw new TrainerException("cannot resume from " + checkpoint + ": it was begun with another data set"
                    + " (sha256 " + kept.data() + ") than " + directory + " holds (" + data.sha256()
                    + "); give --data and its options as then, or begin anew with --overwrite in place of --resume");
        }
    }

    private void checkFrom(ModelFile model) {
        if (!model.labels().equals(data.classes())) {
            throw new TrainerException("cannot continue from " + model.path() + ": its classes are " + model.labels()
                    + ", those of " + directory + " are " + data.classes() + "; give --data with the same classes");
        }
        if (!model.input().equals(data.input())) {
            throw new TrainerException("cannot continue from " + model.path() + ": its input is " + model.input()
                    + ", that of " + directory + " is " + data.input()
                    + "; give --image-size, --channels and --fit as then");
        }
    }
}
