package io.odradek.trainer.testing;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.data.FashionMnist;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.fetch.DataLocator;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Fashion-MNIST as installed on this machine, read once. */
public final class RealData {
    private static @Nullable LabelledImages train;
    private static @Nullable LabelledImages test;

    private RealData() {}

    public static Path directory() {
        try {
            return DataLocator.ofMachine(line -> {}).locate(null);
        } catch (TrainerException e) {
            Requirement.need(false, e.toString());
            throw e;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public static synchronized LabelledImages train() {
        if (train == null) {
            train = FashionMnist.read(directory(), FashionMnist.Split.TRAIN);
        }
        return train;
    }

    public static synchronized LabelledImages test() {
        if (test == null) {
            test = FashionMnist.read(directory(), FashionMnist.Split.TEST);
        }
        return test;
    }
}
