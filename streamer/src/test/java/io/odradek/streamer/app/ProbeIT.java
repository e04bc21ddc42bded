package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.config.Setting;
import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.kit.Account;
import io.odradek.streamer.kit.Rollout;
import io.odradek.streamer.model.HostileGraphs;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A candidate that would keep the runtime busy for hours, while images flow. */
class ProbeIT {
    @Test
    void answersImagesWhileACandidateKeepsTheProbeBusyAndThenTakesTheNextGoodVersion() {
        try (Rollout rollout = new Rollout(Map.of(Setting.MODEL_PROBE_SECONDS, "5"), UnaryOperator.identity())) {
            String version = rollout.next() + "000";

            rollout.cluster().artefact(version, HostileGraphs.endless(version));
            rollout.cluster().point(version, rollout.live());
            rollout.answersWithTheVersionInForce();

            // It comes only now, after those answers.
            rollout.refused(() -> {}, Stage.PROBE, "the runtime takes more than 5 s of the processor for it");

            rollout.takesTheNextGoodVersion();
            Account account = Account.of(rollout.cluster());
            assertThat(account.lost()).isEmpty();
            assertThat(account.wrong()).isEmpty();
        }
    }
}
