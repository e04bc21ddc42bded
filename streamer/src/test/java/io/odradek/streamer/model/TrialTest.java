package io.odradek.streamer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.streamer.contract.Digest;
import io.odradek.streamer.contract.RefusedException;
import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.message.ModelRef;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TrialTest {
    private static final byte[] FILE = TestModels.file("1", 0);

    private final AdmissionGate gate = gate(Probe.NONE);

    @Test
    void saysWhatTheFileCallsItself() throws RefusedException {
        ModelRef ref = Trial.of(gate, FILE, TestModels.NAME, "1");

        assertThat(ref).isEqualTo(new ModelRef(TestModels.NAME, "1", Digest.sha256(FILE)));
    }

    @Test
    void lendsTheModelThatIsToBeKept() throws RefusedException {
        try (ModelHolder holder = Trial.hold(gate, FILE, null, null);
                ModelHolder.Lease lease = Objects.requireNonNull(holder.acquire())) {
            assertThat(lease.classifier().classify(List.of(TestModels.image(2)))[0][2])
                    .isGreaterThan(0.9f);
            assertThat(lease.nanosPerImage()).as("measured at admission").isPositive();
        }
    }

    @Test
    void passesARefusalOn() {
        assertThatThrownBy(() -> Trial.of(gate, FILE, TestModels.NAME, "2"))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.stage()).isEqualTo(Stage.CONTRACT));
        assertThatThrownBy(() -> Trial.hold(gate, FILE, "another", null)).isInstanceOf(RefusedException.class);
    }

    @Test
    void isNoRefusalWhereAFileCannotBeTried() {
        AdmissionGate broken = gate((file, stopping) -> {
            throw new UnsatisfiedLinkError("no runtime");
        });

        assertThatThrownBy(() -> Trial.of(broken, FILE, null, null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a model file cannot be tried: ")
                .hasMessageContaining("no runtime");
    }

    @Test
    void endsWithAnInterruptWhichItsThreadKeeps() {
        CountDownLatch never = new CountDownLatch(1);
        AdmissionGate slow = gate((file, stopping) -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new RefusedException(Stage.PROBE, "interrupted");
            }
        });
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> Trial.of(slow, FILE, null, null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("interrupted while a model file was tried");

        assertThat(Thread.interrupted()).isTrue();
        never.countDown();
    }

    private static AdmissionGate gate(Probe probe) {
        return new AdmissionGate(1 << 20, TrustedKeys.NONE, probe);
    }
}
