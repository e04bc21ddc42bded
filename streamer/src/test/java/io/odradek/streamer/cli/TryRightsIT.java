package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.config.Setting;
import io.odradek.streamer.kit.HttpPort;
import io.odradek.streamer.kit.RunningStreamer;
import io.odradek.streamer.kit.SecuredKafka;
import io.odradek.streamer.kit.Tryout;
import io.odradek.streamer.model.TestModels;
import io.odradek.streamer.server.HealthReport;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.acl.AclBinding;
import org.junit.jupiter.api.Test;

/** An image is tried by a streamer that may not do what that needs, and then may. */
class TryRightsIT extends SecuredKafkaCase {
    private static final byte[] PNG = Tryout.png(TestModels.image(1), 2);

    private final HttpPort http = new HttpPort();
    private final Tryout page = new Tryout(http);

    @Test
    void namesTheRightThatIsMissingAndHarmsNothingElse()
            throws IOException, GeneralSecurityException, ExecutionException, InterruptedException {
        List<AclBinding> needed = SecuredKafka.needed("rights:try");
        assertThat(needed).hasSize(3);
        Map<Setting, String> settings = settings("LOGIN");
        settings.put(Setting.HTTP_PORT, http.number());
        settings.put(Setting.HTTP_TOKEN_FILE, HttpPort.tokenFile(dir).toString());
        settings.put(Setting.PAGE_TRY, "true");
        try (RunningStreamer streamer = RunningStreamer.start(settings, kafka.pasted("secured:scram"))) {
            streamer.awaitModel("0");
            assertThat(refusal())
                    .isEqualTo("topic images does not allow Write, which a try needs"
                            + " (streamer/OPERATIONS.md, Try it on the page)\n");
            kafka.allow(needed.subList(0, 1));
            assertThat(refusal())
                    .containsPattern("^topic (images-dlq|predictions) does not allow Read")
                    .hasLineCount(1);

            kafka.allow(needed);
            assertThat(page.ask(PNG).getAsJsonObject("prediction").get("label").getAsString())
                    .isEqualTo("one");
            answersAnImageAndRefusesAnother();
            streamer.await(HealthReport::ready);
            assertThat(streamer.health().lastError()).isEmpty();
        }
    }

    private String refusal() {
        HttpResponse<String> response = page.awaitTurn(PNG, "/page/try");
        assertThat(response.statusCode()).isEqualTo(503);
        return response.body();
    }
}
