package io.odradek.streamer.config;

/** What a prediction's record is like; its value is the same JSON in each. */
public enum PredictionFormat {
    /** With the image's headers. */
    JSON,
    /** With headers that make it a CloudEvent in binary mode. */
    CLOUDEVENTS;

    /** Checks the setting. @throws ConfigException when it is neither */
    static PredictionFormat of(Settings settings) {
        return switch (settings.get(Setting.PREDICTIONS_FORMAT).strip()) {
            case "json" -> JSON;
            case "cloudevents" -> CLOUDEVENTS;
            default -> throw settings.wrong(Setting.PREDICTIONS_FORMAT);
        };
    }
}
