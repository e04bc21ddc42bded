package io.odradek.streamer.tls;

import io.odradek.streamer.config.ConfigException;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An identity that is read again when its files are others: certificates live for weeks, streamers for months. Files are
 * looked at when somebody connects, at most once a second; what cannot be used is logged, and the old identity stays.
 * Thread-safe.
 */
final class RenewedKeys extends X509ExtendedKeyManager {
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Logger LOG = LoggerFactory.getLogger(RenewedKeys.class);

    private final List<Path> files;
    private final Supplier<Identity> reader;
    private final LongSupplier nanoTime;

    /** Guarded by this. */
    private String seen;
    /** Guarded by this. */
    private long lookedNanos;

    private volatile X509ExtendedKeyManager current;

    /**
     * Reads it once.
     *
     * @param files those that make it
     * @param reader reads them
     * @throws ConfigException of the reader
     */
    RenewedKeys(List<Path> files, Supplier<Identity> reader, LongSupplier nanoTime) {
        this.files = List.copyOf(files);
        this.reader = reader;
        this.nanoTime = nanoTime;
        this.seen = state();
        this.lookedNanos = nanoTime.getAsLong();
        this.current = reader.get().keyManager();
    }

    private synchronized X509ExtendedKeyManager renewed() {
        long now = nanoTime.getAsLong();
        if (now - lookedNanos >= PAUSE_NANOS) {
            lookedNanos = now;
            String state = state();
            if (!state.equals(seen)) {
                seen = state;
                renew();
            }
        }
        return current;
    }

    private void renew() {
        try {
            Identity identity = reader.get();
            current = identity.keyManager();
            LOG.info(
                    "the HTTP port has a new certificate, valid until {}",
                    identity.chain().get(0).getNotAfter().toInstant());
        } catch (ConfigException e) {
            LOG.warn("the HTTP port keeps its certificate: {}", e.getMessage());
        }
    }

    /** Changes with each change of the files, also of one that a link leads to. */
    private String state() {
        StringBuilder state = new StringBuilder();
        for (Path file : files) {
            try {
                state.append(Files.getLastModifiedTime(file).toMillis()).append(' ');
                state.append(Files.size(file)).append(' ');
                state.append(file.toRealPath()).append('\n');
            } catch (IOException e) {
                state.append(e).append('\n');
            }
        }
        return state.toString();
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return renewed().chooseEngineServerAlias(keyType, issuers, engine);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return renewed().chooseServerAlias(keyType, issuers, socket);
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
        return current.chooseClientAlias(keyType, issuers, socket);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal[] issuers) {
        return current.getClientAliases(keyType, issuers);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal[] issuers) {
        return current.getServerAliases(keyType, issuers);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return current.getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return current.getPrivateKey(alias);
    }
}
