package io.odradek.trainer.cli;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.model.DeviceChoice;
import io.odradek.trainer.model.Devices;
import io.odradek.trainer.training.Plan;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a training computes on, as the user asks for it. */
final class DeviceOption {
    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = {
                "auto, cpu, gpu or gpu:N (N from 0; gpu is gpu:0). auto takes gpu:0 where",
                "PyTorch sees one, else the CPU, and says why. Default: auto."
            })
    private @Nullable String device;

    private @Nullable DeviceChoice automatic;

    /**
     * Puts a training on the asked device.
     *
     * @throws IllegalArgumentException when the option's value is none that is allowed
     * @throws TrainerException when there is no such device
     */
    Plan begin(Plan plan, Devices devices) {
        String request = device == null ? DeviceChoice.AUTO : device;
        DeviceChoice choice = DeviceChoice.of(request, devices);
        if (request.equals(DeviceChoice.AUTO)) {
            automatic = choice;
        }
        return plan.on(choice.device());
    }

    /** Says what {@code auto} chose, and why. */
    void announce(PrintWriter err) {
        if (automatic != null) {
            err.println("device: " + automatic.device() + " (" + automatic.reason() + ")");
        }
    }

    /**
     * Refuses another device than the one that {@code begun} was begun on, and one that is no longer there.
     *
     * @throws IllegalArgumentException when another is asked for
     * @throws TrainerException when it is not there
     */
    Plan resume(Plan begun, Devices devices) {
        if (device != null && !device.equals(DeviceChoice.AUTO)) {
            PlanOptions.requireSame("--device", DeviceChoice.named(device), begun.device());
        }
        String missing = DeviceChoice.missing(begun.device(), devices);
        if (missing != null) {
            throw new TrainerException("the training that --resume goes on with was begun on " + begun.device()
                    + ", but " + missing + "; to begin anew on another device, give --overwrite in place of --resume");
        }
        return begun;
    }
}
