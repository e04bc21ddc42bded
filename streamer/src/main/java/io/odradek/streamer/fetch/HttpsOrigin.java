package io.odradek.streamer.fetch;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Downloads over HTTPS, without following redirects, which would lead out of the allowed places; being cancelled or a
 * silent server ends it within a moment.
 */
final class HttpsOrigin {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int OK = 200;
    private static final int REDIRECTS = 300;
    private static final int CLIENT_ERRORS = 400;

    private final HttpClient client;
    private final Timeouts timeouts;

    HttpsOrigin(Timeouts timeouts, @Nullable SSLContext ssl) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeouts.connect());
        if (ssl != null) {
            builder.sslContext(ssl);
        }
        this.client = builder.build();
        this.timeouts = timeouts;
    }

    /** Writes the body, not yet verified. */
    void download(ModelReference reference, VerifiedFile file, BooleanSupplier cancelled) throws FetchFailure {
        AtomicLong heardAt = new AtomicLong(System.nanoTime());
        HttpRequest request = HttpRequest.newBuilder(reference.uri()).GET().build();
        CompletableFuture<HttpResponse<@Nullable Void>> response = client.sendAsync(request, info -> {
            heardAt.set(System.nanoTime());
            return new Body(info.statusCode() == OK ? file : null, heardAt);
        });
        try {
            checkStatus(reference, await(reference, response, heardAt, cancelled));
        } finally {
            // Also aborts the exchange.
            response.cancel(true);
        }
    }

    private int await(
            ModelReference reference,
            CompletableFuture<HttpResponse<@Nullable Void>> response,
            AtomicLong heardAt,
            BooleanSupplier cancelled)
            throws FetchFailure {
        long start = System.nanoTime();
        while (true) {
            try {
                return response.get(LOOK.toMillis(), TimeUnit.MILLISECONDS).statusCode();
            } catch (TimeoutException e) {
                if (cancelled.getAsBoolean()) {
                    throw FetchFailure.unreachable("the fetch was cancelled");
                }
                checkTime(reference, start, heardAt.get());
            } catch (ExecutionException | CancellationException e) {
                throw failure(reference, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw FetchFailure.unreachable("interrupted");
            }
        }
    }

    private void checkTime(ModelReference reference, long start, long heardAt) throws FetchFailure {
        long now = System.nanoTime();
        if (now - heardAt > timeouts.silence().toNanos()) {
            throw FetchFailure.unreachable(reference.shown() + " sends nothing for "
                    + timeouts.silence().toSeconds() + " s");
        }
        if (now - start > timeouts.overall().toNanos()) {
            throw FetchFailure.unreachable(reference.shown() + " takes longer than "
                    + timeouts.overall().toSeconds() + " s");
        }
    }

    private static void checkStatus(ModelReference reference, int status) throws FetchFailure {
        if (status == OK) {
            return;
        }
        String answer = reference.shown() + " answers with HTTP status " + status;
        if (status >= REDIRECTS && status < CLIENT_ERRORS) {
            throw FetchFailure.refused(answer + ": redirects are not followed, refer to the file itself");
        }
        // What it means is the origin's affair: a file that is not there yet, a token that is renewed.
        throw FetchFailure.unreachable(answer + ", expected is " + OK);
    }

    private static FetchFailure failure(ModelReference reference, Exception failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof FetchFailure)) {
            cause = cause.getCause();
        }
        if (cause instanceof FetchFailure own) {
            return own;
        }
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return FetchFailure.unreachable(
                reference.shown() + ": " + message.lines().findFirst().orElse(""));
    }

    /** Writes the body as it comes; nothing is collected in memory. */
    private static final class Body implements HttpResponse.BodySubscriber<@Nullable Void> {
        private final @Nullable VerifiedFile file;
        private final AtomicLong heardAt;
        private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        private Flow.@Nullable Subscription subscription;

        /** @param file null when the body is of no interest */
        Body(@Nullable VerifiedFile file, AtomicLong heardAt) {
            this.file = file;
            this.heardAt = heardAt;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
            if (file == null) {
                subscription.cancel();
                done.complete(null);
                return;
            }
            subscription.request(1);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            heardAt.set(System.nanoTime());
            if (file == null || subscription == null || done.isDone()) {
                return;
            }
            try {
                for (ByteBuffer buffer : buffers) {
                    file.write(buffer);
                }
                subscription.request(1);
            } catch (FetchFailure e) {
                subscription.cancel();
                done.completeExceptionally(e);
            }
        }

        @Override
        public void onError(Throwable failure) {
            done.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            done.complete(null);
        }

        @Override
        public CompletionStage<@Nullable Void> getBody() {
            return done;
        }
    }
}
