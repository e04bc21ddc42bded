package io.odradek.streamer.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.streamer.config.ConfigException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.security.authenticator.SaslClientCallbackHandler;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.junit.jupiter.api.Test;

class ClientSettingsTest {
    private static final String KAFKA_MODULE = PlainLoginModule.class.getName();

    @Test
    void namesTheOptionThatALoginByPasswordLacks() {
        assertThatThrownBy(() -> login(KAFKA_MODULE, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("has no username");
    }

    /** It takes them from elsewhere, as from a vault. */
    @Test
    void aLoginModuleOfTheUsersOwnNeedsNoOptions() {
        assertThat(login("com.sun.security.auth.module.UnixLoginModule", Map.of())
                        .user())
                .isEmpty();
    }

    @Test
    void aCallbackHandlerOfTheUsersOwnNeedsNoOptions() {
        String handler = SaslClientCallbackHandler.class.getName();

        assertThat(login(KAFKA_MODULE, Map.of("sasl.client.callback.handler.class", handler))
                        .user())
                .isEmpty();
    }

    /** A class of the user's own gives the names of stores a meaning of its own. */
    @Test
    void storesOfAnotherEngineNeedBeNoFiles() {
        Map<String, Object> values = new HashMap<>(Map.of("ssl.keystore.location", "vault:streamer"));
        assertThatThrownBy(() -> ClientSettings.check(values)).hasMessageContaining("no such file");

        values.put("ssl.engine.factory.class", DefaultSslEngineFactory.class);

        assertThatCode(() -> ClientSettings.check(values)).doesNotThrowAnyException();
    }

    private static ClientSettings login(String module, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", "127.0.0.1:1");
        settings.put("security.protocol", "SASL_PLAINTEXT");
        settings.put("sasl.mechanism", "PLAIN");
        settings.put("sasl.jaas.config", module + " required;");
        return new ClientSettings(settings);
    }
}
