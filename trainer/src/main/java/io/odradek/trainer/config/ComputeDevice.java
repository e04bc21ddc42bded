package io.odradek.trainer.config;

import java.util.regex.Pattern;

/**
 * What a training computes on. Another device may round otherwise, so it is part of what decides the net. Immutable.
 *
 * @param name {@code cpu}, or {@code gpu:N} with the GPU's number from 0
 */
public record ComputeDevice(String name) {
    private static final String GPU = "gpu:";
    private static final Pattern NAMES = Pattern.compile("cpu|" + GPU + "(0|[1-9][0-9]{0,2})");

    /** The processors of this machine. Below the pattern, which its construction needs. */
    public static final ComputeDevice CPU = new ComputeDevice("cpu");

    /** Refuses other names. */
    public ComputeDevice {
        if (!NAMES.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the device is " + name + ", allowed: cpu, or gpu:N with N from 0 to 999");
        }
    }

    /** A GPU by its number, 0 to 999. */
    public static ComputeDevice gpu(int number) {
        return new ComputeDevice(GPU + number);
    }

    /** Whether it is a GPU. */
    public boolean isGpu() {
        return name.startsWith(GPU);
    }

    /** The GPU's number, from 0. */
    public int gpuNumber() {
        if (!isGpu()) {
            throw new IllegalStateException(name + " has no number");
        }
        return Integer.parseInt(name.substring(GPU.length()));
    }

    @Override
    public String toString() {
        return name;
    }
}
