package io.odradek.streamer.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Every setting of the streamer: one declaration gives the properties key, the environment variable, the command-line
 * option, the default and the line in {@code --help}. The README's table is tested against this list.
 */
public enum Setting {
    /** Where Kafka is. */
    BOOTSTRAP_SERVERS("bootstrap.servers", "localhost:9092", "HOST:PORT,...", "Kafka brokers to connect to first"),
    /** Consumer group of all instances. */
    APPLICATION_ID("application.id", "odradek", "letters, digits, . _ -", "consumer group; the same for all instances"),
    /** This process among the instances. */
    INSTANCE(
            "instance",
            "",
            "1 to 100 letters, digits, . _ -",
            "names this instance in the status topic (default: host name and a random part)"),
    /** Input topic. */
    IMAGES_TOPIC("images.topic", "images", "topic", "images to classify"),
    /** Output topic. */
    PREDICTIONS_TOPIC("predictions.topic", "predictions", "topic", "predictions, one for each image"),
    /** Predictions' headers. */
    PREDICTIONS_FORMAT(
            "predictions.format",
            "json",
            "json, cloudevents",
            "json: predictions with the image's headers; cloudevents: with those of a CloudEvent in binary mode"),
    /** Dead-letter topic. */
    DLQ_TOPIC("dlq.topic", "images-dlq", "topic", "records that could not be classified, untouched"),
    /** Model registry topic. */
    MODELS_TOPIC("models.topic", "models", "topic", "model files and the pointer to the live one"),
    /** What became of each model. */
    STATUS_TOPIC("status.topic", "models-status", "topic", "what became of each model, told by each instance"),
    /** Latency by stage. */
    LATENCY_TOPIC("latency.topic", "latency", "topic", "latency by stage, told by each instance"),
    /** How often. */
    LATENCY_SECONDS(
            "latency.seconds",
            "10",
            "0 to 3600",
            Unit.SECONDS,
            "how often latency is written to its topic (0: never, and the topic need not exist)"),
    /** What images really show. */
    LABELS_TOPIC("labels.topic", "labels", "topic", "true labels of images, which \"streamer evaluate\" reads"),
    /** Labels that cannot be used. */
    LABELS_DLQ_TOPIC("labels.dlq.topic", "labels-dlq", "topic", "labels that could not be used, untouched"),
    /** How well models do. */
    EVALUATIONS_TOPIC(
            "evaluations.topic", "evaluations", "topic", "how well each version did, written by \"streamer evaluate\""),
    /** How late a label may be. */
    EVALUATE_GRACE(
            "evaluate.grace",
            "P1D",
            "PT1M to P30D",
            "how far apart a label and its image may be, by their timestamps; a label that waits for its image waits so"
                    + " long"),
    /** How many images are evaluated. */
    EVALUATE_SAMPLE(
            "evaluate.sample",
            "1",
            "0 to 1",
            "share of the images that are evaluated, chosen by a hash of their identity (1: all)"),
    /** Whether the key names the image. */
    EVALUATE_KEY_UNIQUE(
            "evaluate.key.unique",
            "false",
            "true, false",
            "an image's key names it, if it has no odradek-id, and a label's key says whose it is"),
    /** How much waits. */
    EVALUATE_MAX_BYTES(
            "evaluate.max.bytes",
            "134217728",
            "1048576 to 68719476736",
            Unit.BYTES,
            "heap for predictions and labels that are kept to be matched, half for each, over all instances; half as much"
                    + " more for the windows of each instance; beyond it the oldest go"),
    /** How often evaluations are written. */
    EVALUATE_SECONDS(
            "evaluate.seconds",
            "10",
            "1 to 3600",
            Unit.SECONDS,
            "how often evaluations that changed are written to their topic"),
    /** Which model of the registry. */
    MODEL_NAME("model.name", "fashion-mnist", "a-z 0-9 . _ -", "the model to serve"),
    /** Several models. */
    ROUTES(
            "routes",
            "",
            "TOPIC=MODEL,...",
            "which model classifies the images of which topic, in place of odradek.images.topic and odradek.model.name"
                    + " (if set)"),
    /** Largest model file. */
    MODEL_MAX_BYTES(
            "model.max.bytes", "67108864", "1 to 1073741824", Unit.BYTES, "largest model file that is admitted"),
    /** Spool directory. */
    MODEL_DIR(
            "model.dir",
            System.getProperty("java.io.tmpdir"),
            "directory",
            "model files are kept in a new directory here"),
    /** File or directory to watch. */
    MODEL_PATH(
            "model.path", "", "file or directory", "watched for the model file, in place of the models topic (if set)"),
    /** Where references may lead. */
    MODEL_URI_ALLOW(
            "model.uri.allow",
            "",
            "https://HOST[:PORT]/PATH/,file:///PATH/,...",
            "places that a reference in the models topic may lead to (default: none)"),
    /** Cache of fetched files. */
    MODEL_CACHE_DIR(
            "model.cache.dir",
            "",
            "directory",
            "fetched model files are kept here (default: odradek-cache in odradek.model.dir)"),
    /** Signed-only mode. */
    MODEL_TRUSTED_KEYS(
            "model.trusted.keys",
            "",
            "PEM file of Ed25519 public keys",
            "admit only models signed by one of these keys (default: signatures are not looked at)"),
    /** The probe. */
    MODEL_PROBE_SECONDS(
            "model.probe.seconds",
            "60",
            "0 to 3600",
            Unit.SECONDS,
            "a model is tried in a process of its own first, which may take so much of the processor (0: it is not tried)"),
    /** How an image is wrapped. */
    IMAGES_ENVELOPE(
            "images.envelope",
            "none",
            "none, json",
            "json: each value is a JSON object with the image in base64, and an id for the prediction"),
    /** Largest file of an image. */
    IMAGE_MAX_BYTES(
            "image.max.bytes",
            "16777216",
            "1 to 268435456",
            Unit.BYTES,
            "largest file of an image that is decoded; raw pixels have the model's size"),
    /** Longest side of an image. */
    IMAGE_MAX_SIDE("image.max.side", "16384", "1 to 65535", Unit.PIXELS, "greatest width and height that is decoded"),
    /** Most pixels of an image. */
    IMAGE_MAX_PIXELS(
            "image.max.pixels",
            "",
            "1 to 268435456",
            Unit.PIXELS,
            "most pixels that are decoded (default: 16777216, or what a quarter of the heap holds for all threads at 8 bytes"
                    + " each)"),
    /** Most pictures of an animation. */
    IMAGE_MAX_FRAMES(
            "image.max.frames",
            "1000",
            "1 to 1000000",
            Unit.PICTURES,
            "most pictures of an animated GIF or PNG, of which the first is classified"),
    /** Largest batch. */
    BATCH_MAX(
            "batch.max",
            "64",
            "1 to 1024",
            Unit.IMAGES,
            "images in one call of the model; no image waits for a batch to fill"),
    /** Stream threads. */
    THREADS("threads", "", "1 to 256", Unit.THREADS, "stream threads (default: the number of processors)"),
    /** Delivery guarantee. */
    PROCESSING_GUARANTEE(
            "processing.guarantee", "at_least_once", "at_least_once, exactly_once_v2", "what a crash may repeat"),
    /** Where a new group begins. */
    START(
            "start",
            "earliest",
            "earliest, latest, or a duration such as PT1H",
            "where a group that has committed nothing yet begins; PT1H: with the images of the last hour"),
    /** Create missing topics. */
    CREATE_TOPICS("create.topics", "false", "true, false", "create the topics that are missing"),
    /** Partitions of created topics. */
    CREATE_PARTITIONS(
            "create.partitions",
            "4",
            "1 to 10000",
            Unit.PARTITIONS,
            "partitions of images, predictions and dead letters when created"),
    /** Replicas of created topics. */
    CREATE_REPLICATION(
            "create.replication", "-1", "-1 to 100", Unit.REPLICAS, "replicas when created (-1: the broker's default)"),
    /** HTTP address. */
    HTTP_HOST("http.host", "127.0.0.1", "address", "address of /metrics, /health and the live page (0.0.0.0: all)"),
    /** HTTP port. */
    HTTP_PORT(
            "http.port",
            "8080",
            "0 to 65535",
            "port of /metrics, /health and the live page (0: any free one, printed at start)"),
    /** Who may pause. */
    HTTP_TOKEN_FILE(
            "http.token.file",
            "",
            "file of 16 to 1024 printable characters",
            "secret token that the live page, pause and resume ask for (default: none; who may pause then has a certificate,"
                    + " with odradek.http.tls.clients.file)"),
    /** TLS: whose the port is. */
    HTTP_TLS_CERTIFICATE_FILE(
            "http.tls.certificate.file",
            "",
            "PEM file of a certificate and those that lead to its authority",
            "the port's certificate, with odradek.http.tls.key.file (default: the port speaks no TLS)"),
    /** TLS: the port's key. */
    HTTP_TLS_KEY_FILE(
            "http.tls.key.file",
            "",
            "PEM file of a private key without password",
            "the key of odradek.http.tls.certificate.file"),
    /** Mutual TLS. */
    HTTP_TLS_CLIENTS_FILE(
            "http.tls.clients.file",
            "",
            "PEM file of certificates",
            "authorities of clients: all but /health asks for a certificate of one of these (default: no client is asked for"
                    + " one)"),
    /** The live page. */
    PAGE(
            "page",
            "auto",
            "auto, on, off",
            "the live page, which shows images to everyone who reaches the port, or who has the token where there is"
                    + " one (auto: on where only this machine reaches it, or with a token)"),
    /** Images from the live page. */
    PAGE_TRY("page.try", "false", "true, false", "the live page takes images, and sends them to the images topic"),
    /** When the process is not ready. */
    READY_KAFKA_SECONDS(
            "ready.kafka.seconds",
            "30",
            "1 to 3600",
            Unit.SECONDS,
            "not ready when Kafka has not answered for so long; alive all the same"),
    /** When the process is not alive. */
    LIVE_POLL_SECONDS(
            "live.poll.seconds",
            "120",
            "5 to 3600",
            Unit.SECONDS,
            "not alive when a stream thread has neither polled nor answered an image for so long"),
    /** Kinds of histograms. */
    METRICS_NATIVE_HISTOGRAMS(
            "metrics.native.histograms",
            "false",
            "true, false",
            "latencies as native histograms too, for a Prometheus that asks for them"),
    /** Shutdown time. */
    SHUTDOWN_SECONDS(
            "shutdown.seconds", "25", "1 to 3600", Unit.SECONDS, "how long a stop may take to finish and commit"),
    /** When the breaker opens. */
    BREAKER_SHARE(
            "breaker.share", "0.5", "0 to 1", "the breaker opens when more than this share is rejected (1: never)"),
    /** What the breaker looks at. */
    BREAKER_WINDOW_SECONDS("breaker.window.seconds", "60", "1 to 3600", Unit.SECONDS, "how far back the breaker looks"),
    /** When there is too little to judge. */
    BREAKER_MIN_IMAGES(
            "breaker.min.images",
            "100",
            "1 to 1000000",
            Unit.IMAGES,
            "with fewer images in its window the breaker does not open"),
    /** Whether the breaker pauses. */
    BREAKER_PAUSE("breaker.pause", "false", "true, false", "pause when the breaker opens, until \"streamer resume\""),
    /** Drift. */
    DRIFT_WINDOW(
            "drift.window",
            "1000",
            "0, 50 to 1000000",
            Unit.IMAGES,
            "so many classified images are compared with the model's reference at a time, each instance by itself (0: none"
                    + " are)"),
    /** How log lines look. */
    LOG_FORMAT("log.format", "text", "text, json", "log lines on standard error: for people, or one JSON object each"),
    /** Spans. */
    TRACING("tracing", "off", "off, otlp", "spans of each image, to where OpenTelemetry's OTEL_* variables say");

    /** What every key begins with. */
    public static final String PREFIX = "odradek.";

    /** Stream threads. */
    static final int MOST_THREADS = 256;

    private final String name;
    private final String defaultValue;
    private final String range;
    private final Unit unit;
    private final String description;

    Setting(String name, String defaultValue, String range, String description) {
        this(name, defaultValue, range, Unit.NONE, description);
    }

    Setting(String name, String defaultValue, String range, Unit unit, String description) {
        this.name = name;
        this.defaultValue = defaultValue;
        this.range = range;
        this.unit = unit;
        this.description = description;
    }

    /** As in a properties file: {@code odradek.http.port}. */
    public String key() {
        return PREFIX + name;
    }

    /** As an environment variable: {@code ODRADEK_HTTP_PORT}. */
    public String environmentVariable() {
        return key().toUpperCase(Locale.ROOT).replace('.', '_');
    }

    /** As a command-line option: {@code --http-port}. */
    public String option() {
        return "--" + name.replace('.', '-');
    }

    /** The default; that of {@link #THREADS} is this machine's number of processors. */
    public String defaultValue() {
        return this == THREADS ? threads(Runtime.getRuntime().availableProcessors()) : defaultValue;
    }

    /** As many as there are processors and threads allowed: a default must not be refused. */
    static String threads(int processors) {
        return String.valueOf(Math.min(processors, MOST_THREADS));
    }

    /** The allowed values, for people, without their unit. */
    public String range() {
        return range;
    }

    /** What a number counts. */
    public Unit unit() {
        return unit;
    }

    /** The allowed values with their unit, for people. */
    public String allowed() {
        return (range + " " + unit.tag()).strip();
    }

    /** Whether a running streamer follows a change, for people. */
    public String whileRunning() {
        return switch (this) {
            case MODEL_PATH, HTTP_TLS_CERTIFICATE_FILE, HTTP_TLS_KEY_FILE -> "the file may";
            case MODELS_TOPIC -> "its records may";
            default -> "no";
        };
    }

    /** One line for people. */
    public String description() {
        return description;
    }

    /** Whether it is true or false, so that its option needs no value. */
    public boolean isFlag() {
        return switch (this) {
            case CREATE_TOPICS, BREAKER_PAUSE, PAGE_TRY, METRICS_NATIVE_HISTOGRAMS, EVALUATE_KEY_UNIQUE -> true;
            default -> false;
        };
    }

    /** The setting with this key. */
    static Optional<Setting> ofKey(String key) {
        return Arrays.stream(values()).filter(s -> s.key().equals(key)).findFirst();
    }

    /** The key most like an unknown one. */
    static String nearestKey(String unknown) {
        return Nearest.to(unknown, Arrays.stream(values()).map(Setting::key).toList());
    }

    /** The environment variable most like an unknown one. */
    static String nearestVariable(String unknown) {
        return Nearest.to(
                unknown,
                Arrays.stream(values()).map(Setting::environmentVariable).toList());
    }
}
