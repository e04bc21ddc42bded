package io.odradek.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.config.ComputeDevice;
import io.odradek.trainer.config.ModelId;
import io.odradek.trainer.config.Recipe;
import io.odradek.trainer.model.Devices;
import io.odradek.trainer.training.Plan;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DeviceOptionTest {
    private static final Plan PLAN =
            new Plan(new ModelId("fashion-mnist", "v1"), Recipe.SEED, 1, 500, 1, ComputeDevice.CPU, true, List.of());

    private record Machine(int gpuCount, String whyNoGpu) implements Devices {}

    private final StringWriter err = new StringWriter();

    @Test
    void planGoesWhereAutoChoosesAndTheUserIsTold() {
        // Given
        DeviceOption option = option();

        // When
        Plan plan = option.begin(PLAN, new Machine(2, ""));
        option.announce(new PrintWriter(err, true));

        // Then
        assertThat(plan.device()).isEqualTo(ComputeDevice.gpu(0));
        assertThat(err).hasToString(String.format("device: gpu:0 (the first of 2 GPUs that PyTorch sees)%n"));
    }

    @Test
    void planGoesWhereTheUserAsksWithoutAWord() {
        // Given
        DeviceOption option = option("--device", "gpu:1");

        // When
        Plan plan = option.begin(PLAN, new Machine(2, ""));
        option.announce(new PrintWriter(err, true));

        // Then
        assertThat(plan.device()).isEqualTo(ComputeDevice.gpu(1));
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aStoppedTrainingGoesOnWhereItWasBegun() {
        // Given
        Plan begun = PLAN.on(ComputeDevice.gpu(1));

        // When, Then
        assertThat(option().resume(begun, new Machine(2, "")).device()).isEqualTo(ComputeDevice.gpu(1));
        assertThat(option("--device", "auto").resume(begun, new Machine(2, ""))).isEqualTo(begun);
        assertThat(option("--device", "gpu:1").resume(begun, new Machine(2, "")))
                .isEqualTo(begun);
    }

    @Test
    void aStoppedTrainingGoesOnNowhereElse() {
        // Given
        Plan begun = PLAN.on(ComputeDevice.gpu(1));

        // When, Then
        assertThatThrownBy(() -> option("--device", "cpu").resume(begun, new Machine(2, "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--device is cpu, but the training that --resume goes on with was begun with gpu:1;"
                        + " leave it out");
        assertThatThrownBy(() -> option().resume(begun, new Machine(0, "no driver")))
                .isInstanceOf(TrainerException.class)
                .hasMessage("the training that --resume goes on with was begun on gpu:1, but PyTorch sees no GPU:"
                        + " no driver; to begin anew on another device, give --overwrite in place of --resume");
    }

    private static DeviceOption option(String... words) {
        return CommandLine.populateCommand(new DeviceOption(), words);
    }
}
