package io.odradek.streamer.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.config.AccessToken;
import io.odradek.streamer.config.Observation.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageAccessTest {
    private static final String TOKEN = "0123456789abcdef-secret";

    @TempDir
    private Path dir;

    @ParameterizedTest
    @CsvSource({
        "AUTO, 127.0.0.1, false, true",
        "AUTO, 127.0.0.5, false, true",
        "AUTO, localhost, false, true",
        "AUTO, ::1, false, true",
        "AUTO, 0.0.0.0, false, false",
        "AUTO, 192.0.2.1, false, false",
        "AUTO, 0.0.0.0, true, true",
        "ON, 0.0.0.0, false, true",
        "OFF, 127.0.0.1, true, false",
    })
    void isOpenToThisMachineOrToAToken(Page page, String host, boolean token, boolean open) {
        PageAccess access = new PageAccess(page, host, token ? token() : Admittance.ANYBODY);

        assertThat(access.isOpen()).isEqualTo(open);
        assertThat(access.refusalOfFile(new FakeExchange("Host", "localhost")).isEmpty())
                .isEqualTo(open);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTO", "OFF"})
    void namesTheSettingsThatOpenIt(Page page) {
        Refusal refusal = new PageAccess(page, "0.0.0.0", Admittance.ANYBODY)
                .refusal(new FakeExchange())
                .orElseThrow();

        assertThat(refusal.status()).isEqualTo(403);
        assertThat(refusal.text())
                .contains("odradek.page", "odradek.http.token.file")
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost:8080",
                "127.0.0.1:1",
                "127.9.9.9:65535",
                "[::1]:8080",
                "[::1]",
            })
    void answersToItsOwnName(String host) {
        PageAccess access = new PageAccess(Page.ON, "127.0.0.1", Admittance.ANYBODY);

        assertThat(access.refusal(new FakeExchange("Host", host))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example:8080",
                "localhost.evil.example",
                "127.0.0.1.evil.example:8080",
                "evil.example@127.0.0.1",
                "localhost:80:80",
                "",
                "127.0.0.1, evil.example",
                "[::2]:8080",
            })
    void answersToNoOtherNameOnAPortOfThisMachine(String host) {
        PageAccess access = new PageAccess(Page.AUTO, "127.0.0.1", Admittance.ANYBODY);

        assertThat(access.refusal(new FakeExchange("Host", host)).orElseThrow().status())
                .isEqualTo(421);
        assertThat(access.refusalOfFile(new FakeExchange("Host", host))
                        .orElseThrow()
                        .status())
                .isEqualTo(421);
    }

    @ParameterizedTest
    @CsvSource({
        "OFF, 127.0.0.1, false, nobody (odradek.page)",
        "AUTO, 0.0.0.0, false, nobody (odradek.page)",
        "AUTO, 0.0.0.0, true, who has the token",
        "AUTO, 127.0.0.1, false, everyone on this machine",
        "ON, 0.0.0.0, false, everyone who reaches the port",
    })
    void saysWhoMaySeeIt(Page page, String host, boolean token, String audience) {
        assertThat(new PageAccess(page, host, token ? token() : Admittance.ANYBODY).audience())
                .isEqualTo(audience);
    }

    @Test
    void answersToNoRequestWithoutANameOrWithTwo() {
        PageAccess access = new PageAccess(Page.AUTO, "127.0.0.1", Admittance.ANYBODY);

        assertThat(access.refusal(new FakeExchange()).orElseThrow().status()).isEqualTo(421);
        assertThat(access.refusal(new FakeExchange("Host", "localhost", "Host", "evil.example"))
                        .orElseThrow()
                        .status())
                .isEqualTo(421);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.1:8080",
                "10.0.0.7",
                "[2001:DB8::1]:8080",
                "[::ffff:192.0.2.1]",
                "localhost:8080",
                "Odradek.Invalid:8080",
            })
    void answersWithoutATokenToAddressesAndToTheNameThatItWasGiven(String host) {
        PageAccess access = new PageAccess(Page.ON, "odradek.invalid", Admittance.ANYBODY);

        assertThat(access.refusal(new FakeExchange("Host", host))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example:8080",
                "192.0.2.1.evil.example",
                "192.0.2.1@evil.example",
                "dead.beef",
                "192.0.2",
                "[evil.example]",
                "",
            })
    void answersWithoutATokenToNoNameThatSomebodyMayLeadHere(String host) {
        PageAccess access = new PageAccess(Page.ON, "0.0.0.0", Admittance.ANYBODY);

        Refusal refusal = access.refusal(new FakeExchange("Host", host)).orElseThrow();

        assertThat(refusal.status()).isEqualTo(421);
        assertThat(refusal.text())
                .contains("use the address", "odradek.http.token.file")
                .doesNotContain("\n");
        assertThat(access.refusalOfFile(new FakeExchange("Host", host))).contains(refusal);
    }

    @Test
    void answersWithATokenToAnyNameWhereOthersReachThePort() {
        PageAccess access = new PageAccess(Page.ON, "0.0.0.0", token());

        assertThat(access.refusalOfFile(new FakeExchange("Host", "odradek.example:8080")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Sec-Fetch-Site, CROSS-SITE",
        "Sec-Fetch-Site, x",
        "Origin, http://evil.example",
        "Origin, http://localhost:8081",
        "Origin, http://127.0.0.1:8080",
        "Origin, null",
        "Origin, http://localhost:8080@evil.example",
        "Origin, %%%",
        "Origin, ''",
    })
    void refusesAnotherSite(String header, String value) {
        PageAccess access = new PageAccess(Page.AUTO, "127.0.0.1", Admittance.ANYBODY);
        FakeExchange exchange = new FakeExchange("Host", "localhost:8080", header, value);

        assertThat(access.refusal(exchange).orElseThrow().status()).isEqualTo(403);
        assertThat(access.refusalOfFile(exchange))
                .as("a link may lead to the page")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, same-origin",
        "Sec-Fetch-Site, none",
        "Origin, http://localhost:8080",
        "Origin, https://LOCALHOST:8080",
        "Accept, any",
    })
    void takesItsOwnPageAndWhoIsNoBrowser(String header, String value) {
        PageAccess access = new PageAccess(Page.AUTO, "127.0.0.1", Admittance.ANYBODY);

        assertThat(access.refusal(new FakeExchange("Host", "localhost:8080", header, value)))
                .isEmpty();
    }

    @Test
    void takesItsOwnPageFromBehindAProxyThatChangesTheHost() {
        PageAccess access = new PageAccess(Page.AUTO, "127.0.0.1", Admittance.ANYBODY);

        assertThat(access.refusal(new FakeExchange(
                        "Host",
                        "127.0.0.1:8080",
                        "Origin",
                        "https://odradek.example",
                        "Sec-Fetch-Site",
                        "same-origin")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Bearer 0123456789abcdef-secret, true",
        "bearer 0123456789abcdef-secret, true",
        "Bearer 0123456789abcdef-secreT, false",
        "Basic 0123456789abcdef-secret, false",
        "0123456789abcdef-secret, false",
        "'', false",
    })
    void wantsTheTokenForDataWhereThereIsOneAndNotForThePage(String authorization, boolean right) {
        PageAccess access = new PageAccess(Page.AUTO, "0.0.0.0", token());
        FakeExchange exchange = new FakeExchange("Host", "odradek.example", "Authorization", authorization);

        Optional<Refusal> refusal = access.refusal(exchange);

        assertThat(refusal.isEmpty()).isEqualTo(right);
        assertThat(refusal.map(Refusal::status).orElse(401)).isEqualTo(401);
        assertThat(refusal.map(Refusal::text).orElse("")).doesNotContain("secret");
        assertThat(access.refusalOfFile(exchange)).isEmpty();
    }

    private Admittance token() {
        try {
            return new Admittance(
                    Optional.of(AccessToken.read(Files.writeString(dir.resolve("token"), TOKEN), "test")), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
