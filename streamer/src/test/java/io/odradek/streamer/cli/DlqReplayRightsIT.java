package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.kit.SecuredKafka;
import io.odradek.streamer.message.Source;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

/** Dead letters are sent again by a user who may not do what that needs, and then may. */
class DlqReplayRightsIT extends SecuredKafkaCase {
    @Test
    void needsTheRightsThatTheDocumentationNamesAndSaysWhichAreMissing()
            throws IOException, GeneralSecurityException, ExecutionException, InterruptedException {
        List<AclBinding> needed = SecuredKafka.needed("rights:dlq-replay");
        assertThat(needed).hasSize(3);
        kafka.cluster().send(DeadLetterRecords.of(new Source("images", 0, 7), new byte[] {1}));

        assertThat(refusal())
                .contains("Transactional Id authorization failed", "streamer/OPERATIONS.md, Send dead letters again");
        allow(needed, ResourceType.TRANSACTIONAL_ID, "images-dlq-replay");
        assertThat(refusal()).contains("topic images-dlq at").contains("Not authorized to access topics: [images-dlq]");
        allow(needed, ResourceType.TOPIC, "images-dlq");
        assertThat(refusal()).contains("[images]: a replay needs rights", "0 images were sent before that");
        assertThat(kafka.cluster().count("images")).isZero();

        allow(needed, ResourceType.TOPIC, "images");
        assertThat(replay().done()).contains("1 dead letters chosen, 1 sent");
        assertThat(DeadLetterRecords.sent(kafka.cluster())).hasSize(1);
    }

    private static void allow(List<AclBinding> needed, ResourceType type, String name)
            throws ExecutionException, InterruptedException {
        kafka.allow(needed.stream()
                .filter(rule -> rule.pattern().resourceType() == type
                        && rule.pattern().name().equals(name))
                .toList());
    }

    private static String refusal() throws IOException, GeneralSecurityException {
        return replay().refused();
    }

    private static CommandRun replay() throws IOException, GeneralSecurityException {
        return run("dlq replay", kafka.pasted("secured:scram"), "LOGIN", "--all");
    }
}
