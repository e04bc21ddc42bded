package io.odradek.streamer.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Files in PEM that make the HTTP port speak TLS.
 *
 * @param certificate the port's own certificate, and those that lead to its authority
 * @param key its private key
 * @param clients authorities whose certificates let a client in; empty: no client is asked for one
 */
public record TlsFiles(Path certificate, Path key, Optional<Path> clients) {
    /** Those that are set. @throws ConfigException when one is missing beside another */
    static Optional<TlsFiles> of(Settings settings) {
        Optional<Path> certificate = path(settings, Setting.HTTP_TLS_CERTIFICATE_FILE);
        Optional<Path> key = path(settings, Setting.HTTP_TLS_KEY_FILE);
        Optional<Path> clients = path(settings, Setting.HTTP_TLS_CLIENTS_FILE);
        if (certificate.isEmpty() && key.isEmpty() && clients.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new TlsFiles(
                certificate.orElseThrow(() -> missing(Setting.HTTP_TLS_CERTIFICATE_FILE)),
                key.orElseThrow(() -> missing(Setting.HTTP_TLS_KEY_FILE)),
                clients));
    }

    private static ConfigException missing(Setting setting) {
        return new ConfigException(setting.key() + " is missing: TLS needs " + Setting.HTTP_TLS_CERTIFICATE_FILE.key()
                + " and " + Setting.HTTP_TLS_KEY_FILE.key() + ", each a " + setting.allowed());
    }

    private static Optional<Path> path(Settings settings, Setting setting) {
        try {
            String file = settings.get(setting).strip();
            return file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file));
        } catch (InvalidPathException e) {
            throw settings.wrong(setting);
        }
    }
}
