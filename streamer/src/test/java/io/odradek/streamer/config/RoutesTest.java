package io.odradek.streamer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
    @Test
    void areOneByDefault() {
        StreamerConfig config = config(Map.of(Setting.IMAGES_TOPIC, "photos", Setting.MODEL_NAME, "pets"));

        assertThat(config.routes().modelByTopic()).isEqualTo(Map.of("photos", "pets"));
        assertThat(config.topics().images()).containsExactly("photos");
    }

    @Test
    void nameAModelForEachTopicInTheirOrder() {
        StreamerConfig config = config(Map.of(Setting.ROUTES, "z=pets, a=fashion-mnist ,b=pets"));

        assertThat(config.routes().topics()).containsExactly("z", "a", "b");
        assertThat(config.routes().models()).containsExactly("pets", "fashion-mnist");
        assertThat(config.routes().model("b")).isEqualTo("pets");
        assertThat(config.topics().all())
                .containsExactly("z", "a", "b", "predictions", "images-dlq", "models", "models-status", "latency");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a=", "=m", "a=m,", "a=m;b=n", "a=m=n", "a=M", "a=m b=n", ","})
    void areRefusedWithWhatIsAllowed(String routes) {
        assertThatThrownBy(() -> config(Map.of(Setting.ROUTES, routes)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("odradek.routes")
                .hasMessageContaining("\"" + routes + "\"")
                .hasMessageContaining("allowed: TOPIC=MODEL,...");
    }

    @Test
    void areRefusedWhereKafkaAllowsNoSuchTopic() {
        assertThatThrownBy(() -> config(Map.of(Setting.ROUTES, "a/b=m")))
                .hasMessage("odradek.routes: topic is \"a/b\", allowed: 1 to 249 letters, digits, dots, underscores and"
                        + " hyphens");
    }

    @Test
    void nameEachTopicOnce() {
        assertThatThrownBy(() -> config(Map.of(Setting.ROUTES, "a=m,b=m,a=n")))
                .hasMessageContaining("topic a stands there twice");
    }

    @Test
    void contradictNoOtherSetting() {
        assertThatThrownBy(() -> config(Map.of(Setting.ROUTES, "a=m", Setting.MODEL_NAME, "n")))
                .hasMessageContaining("odradek.routes")
                .hasMessageContaining("odradek.model.name is \"n\"");
        assertThatThrownBy(() -> config(Map.of(Setting.ROUTES, "a=m", Setting.IMAGES_TOPIC, "images")))
                .hasMessageContaining("odradek.images.topic is \"images\"");
        assertThatThrownBy(() -> config(Map.of(Setting.ROUTES, "predictions=m")))
                .hasMessageContaining("two of the topics have the same name");
    }

    @Test
    void leadToOneModelWhereAFileIsWatched() {
        assertThat(config(Map.of(Setting.ROUTES, "a=m,b=m", Setting.MODEL_PATH, "/models"))
                        .model()
                        .path())
                .isNotNull();
        assertThatThrownBy(() -> config(Map.of(Setting.ROUTES, "a=m,b=n", Setting.MODEL_PATH, "/models")))
                .hasMessageContaining("odradek.model.path is \"/models\"")
                .hasMessageContaining("publish them to the models topic");
    }

    private static StreamerConfig config(Map<Setting, String> options) {
        return StreamerConfig.of(Settings.of(options, Map.of(), Map.of(), null));
    }
}
