package io.odradek.trainer.model;

/** What PyTorch finds to compute on, besides the CPU. */
public interface Devices {
    /** GPUs that PyTorch can use; they are numbered from 0. */
    int gpuCount();

    /** Why there is none, for people; asked only where that is so. */
    String whyNoGpu();
}
