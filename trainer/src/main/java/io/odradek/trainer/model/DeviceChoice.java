package io.odradek.trainer.model;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.config.ComputeDevice;
import org.jspecify.annotations.Nullable;

/**
 * The device that a user's words lead to.
 *
 * @param device that is there
 * @param reason why this one
 */
public record DeviceChoice(ComputeDevice device, String reason) {
    /** Chooses for the user. */
    public static final String AUTO = "auto";

    private static final String NONE = "PyTorch sees no GPU: ";
    private static final String ALLOWED = "auto, cpu, gpu, or gpu:N with N from 0 to 999";

    /**
     * Chooses.
     *
     * @param request {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}
     * @param devices asked only where the answer matters: that may load the engine
     * @throws IllegalArgumentException when it is none of these
     * @throws TrainerException when there is no such GPU
     */
    public static DeviceChoice of(String request, Devices devices) {
        if (request.equals(AUTO)) {
            return auto(devices);
        }
        ComputeDevice device = named(request);
        String missing = missing(device, devices);
        if (missing != null) {
            throw new TrainerException(
                    "--device is " + request + ", but " + missing + "; give one that is there, or cpu or auto");
        }
        return new DeviceChoice(device, "as asked");
    }

    /** The device of {@code cpu}, {@code gpu} or {@code gpu:N}, whether it is there or not. */
    public static ComputeDevice named(String request) {
        try {
            return request.equals("gpu") ? ComputeDevice.gpu(0) : new ComputeDevice(request);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--device is " + request + ", allowed: " + ALLOWED, e);
        }
    }

    private static DeviceChoice auto(Devices devices) {
        int gpus = devices.gpuCount();
        if (gpus == 0) {
            return new DeviceChoice(ComputeDevice.CPU, NONE + devices.whyNoGpu());
        }
        String reason =
                gpus == 1 ? "the one GPU that PyTorch sees" : "the first of " + gpus + " GPUs that PyTorch sees";
        return new DeviceChoice(ComputeDevice.gpu(0), reason);
    }

    /** What speaks against {@code device} on this machine; null where it is there. */
    public static @Nullable String missing(ComputeDevice device, Devices devices) {
        if (!device.isGpu()) {
            return null;
        }
        int gpus = devices.gpuCount();
        if (device.gpuNumber() < gpus) {
            return null;
        }
        return switch (gpus) {
            case 0 -> NONE + devices.whyNoGpu();
            case 1 -> "PyTorch sees one GPU only, gpu:0";
            default -> "PyTorch sees " + gpus + " GPUs, gpu:0 to gpu:" + (gpus - 1);
        };
    }
}
