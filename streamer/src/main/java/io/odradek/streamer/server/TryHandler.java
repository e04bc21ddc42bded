package io.odradek.streamer.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.trial.ImageTrial;
import io.odradek.streamer.trial.Limit;
import io.odradek.streamer.trial.TrialImage;
import io.odradek.streamer.trial.TrialOutcome;
import io.odradek.streamer.trial.Turns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /page/try}: takes an image file as its body, and answers when it is known what became of it. A browser sends
 * the header {@value #HEADER} for the streamer's own page alone, so that no form of another site sends images. The body is
 * read when all else is found right, and never more of it than an image may have. Thread-safe.
 */
public final class TryHandler implements HttpHandler {
    private static final String HEADER = "X-Odradek-Try";

    /** Of a request, to its answer; then a client that is still there has not been hung up on. */
    private static final Duration TOTAL = Duration.ofSeconds(9);

    private static final Duration UPLOAD = Duration.ofSeconds(5);
    private static final Pattern TOPIC = Pattern.compile("(?:^|&)topic=([^&]*)");
    private static final Pattern MEDIA_TYPE = Pattern.compile("[!#$&^_.+\\w-]{1,60}/[!#$&^_.+\\w-]{1,60}");

    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int TIMEOUT = 408;
    private static final int TOO_LARGE = 413;
    private static final int UNSUPPORTED = 415;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;
    private static final int NO_ANSWER = 504;

    private final PageAccess access;
    private final Optional<ImageTrial> trial;
    private final Duration upload;

    /** A request that is found right so far, or not. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        private final Refusal refusal;

        Refused(int status, String text) {
            super(text);
            this.refusal = new Refusal(status, text);
        }
    }

    /**
     * A handler.
     *
     * @param access who may
     * @param trial takes the images; empty where the page takes none
     */
    public TryHandler(PageAccess access, Optional<ImageTrial> trial) {
        this(access, trial, UPLOAD);
    }

    /** @param upload how long an image may take to arrive */
    TryHandler(PageAccess access, Optional<ImageTrial> trial, Duration upload) {
        this.access = access;
        this.trial = trial;
        this.upload = upload;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        long start = System.nanoTime();
        Optional<Refusal> refusal = refusal(exchange);
        if (refusal.isPresent()) {
            refusal.get().send(exchange);
            return;
        }
        UnreadBody.outlastsTheAnswer(exchange);
        try {
            answer(exchange, attempt(exchange, trial.orElseThrow(), start));
        } catch (Refused e) {
            if (e.refusal.status() == TOO_MANY) {
                exchange.getResponseHeaders().set("Retry-After", "1");
            }
            e.refusal.send(exchange);
        }
    }

    private Optional<Refusal> refusal(HttpExchange exchange) {
        Optional<Refusal> refusal = access.refusal(exchange);
        if (refusal.isPresent()) {
            return refusal;
        }
        if (!"1".equals(exchange.getRequestHeaders().getFirst(HEADER))) {
            return Optional.of(Refusal.forbidden("the header " + HEADER + ": 1 is missing, which the page sends"));
        }
        return trial.isPresent()
                ? Optional.empty()
                : Optional.of(Refusal.forbidden(
                        "the page takes no images: start the streamer with " + Setting.PAGE_TRY.key() + "=true"));
    }

    private TrialOutcome attempt(HttpExchange exchange, ImageTrial trial, long start) throws IOException, Refused {
        String topic = topic(exchange, trial.topics());
        String type = contentType(exchange);
        Limit limit = trial.limit();
        long declared = declaredLength(exchange);
        if (limit.bytes() == 0) {
            throw new Refused(UNAVAILABLE, "no image can be sent yet: " + limit.why());
        }
        if (declared > limit.bytes()) {
            throw tooLarge(limit);
        }
        try (Turns.Turn turn = trial.turn()
                .orElseThrow(() -> new Refused(TOO_MANY, "one image after the other, two a second: try again"))) {
            TrialImage image = new TrialImage(topic, body(exchange, limit), type);
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            if (taken.compareTo(upload) > 0) {
                throw new Refused(TIMEOUT, "the image took longer than " + upload.toSeconds() + " s to arrive");
            }
            return trial.attempt(image, turn, TOTAL.minus(taken));
        }
    }

    private static String topic(HttpExchange exchange, List<String> topics) throws Refused {
        String query = exchange.getRequestURI().getQuery();
        var named = TOPIC.matcher(query == null ? "" : query);
        if (!named.find()) {
            return topics.get(0);
        }
        if (!topics.contains(named.group(1))) {
            throw new Refused(BAD_REQUEST, "no such topic of images, allowed: " + String.join(", ", topics));
        }
        return named.group(1);
    }

    /** Which formats are served is for the stream threads to say; only what can be none of them is refused here. */
    private static @Nullable String contentType(HttpExchange exchange) throws Refused {
        String header = exchange.getRequestHeaders().getFirst("Content-Type");
        if (header == null || header.isBlank()) {
            return null;
        }
        String type = header.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
        if (!MEDIA_TYPE.matcher(type).matches() || type.startsWith("multipart/")) {
            throw new Refused(
                    UNSUPPORTED, "the body is the image file itself, and Content-Type its type, as in image/png");
        }
        return type;
    }

    /** -1 where it is not said. */
    private static long declaredLength(HttpExchange exchange) throws Refused {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        if (length == null) {
            return -1;
        }
        if (!length.matches("\\d{1,18}")) {
            throw new Refused(BAD_REQUEST, "Content-Length is no number of bytes");
        }
        return Long.parseLong(length);
    }

    /** One that ends early is an exception. */
    private static byte[] body(HttpExchange exchange, Limit limit) throws IOException, Refused {
        byte[] body = exchange.getRequestBody().readNBytes(limit.bytes() + 1);
        if (body.length > limit.bytes()) {
            throw tooLarge(limit);
        }
        if (body.length == 0) {
            throw new Refused(BAD_REQUEST, "the body is empty: it must be an image file");
        }
        return body;
    }

    private static Refused tooLarge(Limit limit) {
        return new Refused(
                TOO_LARGE,
                String.format(Locale.ROOT, "an image has at most %,d bytes: %s", limit.bytes(), limit.why()));
    }

    private static void answer(HttpExchange exchange, TrialOutcome outcome) throws IOException, Refused {
        if (outcome instanceof TrialOutcome.Answered answered) {
            Reply.json(exchange, OK, answered.json().getBytes(StandardCharsets.UTF_8));
        } else if (outcome instanceof TrialOutcome.NoAnswer none) {
            throw new Refused(NO_ANSWER, none.why());
        } else if (outcome instanceof TrialOutcome.TooLarge large) {
            throw new Refused(TOO_LARGE, large.why());
        } else if (outcome instanceof TrialOutcome.Unavailable unavailable) {
            throw new Refused(UNAVAILABLE, unavailable.why());
        }
    }
}
