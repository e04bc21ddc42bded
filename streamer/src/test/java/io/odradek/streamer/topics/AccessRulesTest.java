package io.odradek.streamer.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.config.Settings;
import io.odradek.streamer.config.StreamerConfig;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclOperation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a broker's answer about rights means; rights that are really missing are in the tests with a real broker. */
class AccessRulesTest {
    private static final Set<AclOperation> NEEDED = Set.of(AclOperation.READ, AclOperation.DESCRIBE);

    @Test
    void takesADescriptionWithoutAnyRightForOneThatDoesNotTell() {
        assertThat(told(Set.of()).failed()).isFalse();
        assertThat(told(null).what()).isEqualTo("the broker does not tell what is allowed");
    }

    @Test
    void namesWhatADescriptionWithSomeRightsLacks() {
        Finding finding = told(Set.of(AclOperation.DESCRIBE));

        assertThat(finding.failed()).isTrue();
        assertThat(finding.what()).isEqualTo("does not allow Read");
        assertThat(finding.fix()).endsWith("--allow-principal User:ana --operation Read --topic images");
    }

    private static Finding told(@Nullable Set<AclOperation> allowed) {
        StreamerConfig config = StreamerConfig.of(Settings.of(Map.of(), Map.of(), Map.of(), null));
        try (Admin nobody = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:1"))) {
            return new AccessRules(config, nobody, "User:ana").told("topic images", NEEDED, allowed, "--topic images");
        }
    }
}
