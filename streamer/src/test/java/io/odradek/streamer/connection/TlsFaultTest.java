package io.odradek.streamer.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.security.cert.CertificateException;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Java has one class of exception for several faults; real certificates are in the tests with a real broker. */
class TlsFaultTest {
    @ParameterizedTest
    @CsvSource({
        "No name matching kafka found, true",
        "No subject alternative names present, true",
        "No subject alternative DNS name matching kafka found., true",
        "No trusted certificate found, false"
    })
    void accusesTheNameOnlyWhereJavaSpeaksOfOne(String message, boolean isName) {
        SSLHandshakeException failure = new SSLHandshakeException(message);
        failure.initCause(new CertificateException(message));
        ClientSettings settings =
                new ClientSettings(Map.of("bootstrap.servers", "127.0.0.1:1", "security.protocol", "SSL"));

        String fault = TlsFault.of(failure, InetSocketAddress.createUnresolved("127.0.0.1", 1), settings);

        assertThat(fault.contains("not for 127.0.0.1")).as(fault).isEqualTo(isName);
    }
}
