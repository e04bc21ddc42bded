package io.odradek.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.config.ComputeDevice;
import io.odradek.trainer.config.Recipe;
import io.odradek.trainer.data.FashionMnist;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceChoiceTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auto  | 0 | cpu   | PyTorch sees no GPU: no driver",
                "auto  | 1 | gpu:0 | the one GPU that PyTorch sees",
                "auto  | 2 | gpu:0 | the first of 2 GPUs that PyTorch sees",
                "cpu   | 2 | cpu   | as asked",
                "gpu   | 2 | gpu:0 | as asked",
                "gpu:1 | 2 | gpu:1 | as asked",
            })
    void takesWhatIsAskedOrSaysWhyItChose(String request, int gpus, String device, String reason) {
        // When
        DeviceChoice choice = DeviceChoice.of(request, new Fake(gpus));

        // Then
        assertThat(choice).isEqualTo(new DeviceChoice(new ComputeDevice(device), reason));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gpu   | 0 | PyTorch sees no GPU: no driver",
                "gpu:1 | 1 | PyTorch sees one GPU only, gpu:0",
                "gpu:2 | 2 | PyTorch sees 2 GPUs, gpu:0 to gpu:1",
            })
    void namesWhatIsThereInPlaceOfAGpuThatIsNot(String request, int gpus, String there) {
        assertThatThrownBy(() -> DeviceChoice.of(request, new Fake(gpus)))
                .isInstanceOf(TrainerException.class)
                .hasMessage("--device is " + request + ", but " + there + "; give one that is there, or cpu or auto");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GPU", "gpu:", "gpu:01", "gpu:1000", "gpu:-1", "cuda:0", "cpu:0", "auto "})
    void refusesOtherNames(String request) {
        assertThatThrownBy(() -> DeviceChoice.of(request, new Fake(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--device is " + request + ", allowed: auto, cpu, gpu, or gpu:N with N from 0 to 999");
    }

    @Test
    void asksForGpusOnlyWhereItMatters() {
        // Given: a machine on which the question fails
        Devices broken = new Fake(-1) {
            @Override
            public int gpuCount() {
                throw new AssertionError("asked");
            }
        };

        // When, Then
        assertThat(DeviceChoice.of("cpu", broken).device()).isEqualTo(ComputeDevice.CPU);
    }

    /** As far as this goes where there is no GPU: the engine itself is asked for one, and has none. */
    @Test
    void putsTheNetOnTheDevice() {
        // Given
        Torch.load(1);
        assertThat(Torch.devices(1).gpuCount()).isZero();

        // When, Then
        assertThatThrownBy(() -> Net.create(Recipe.SEED, FashionMnist.INPUT, 10, 1, ComputeDevice.gpu(0))
                        .close())
                .hasMessageContaining("CUDA");
    }

    private static class Fake implements Devices {
        private final int gpus;

        Fake(int gpus) {
            this.gpus = gpus;
        }

        @Override
        public int gpuCount() {
            return gpus;
        }

        @Override
        public String whyNoGpu() {
            return "no driver";
        }
    }
}
