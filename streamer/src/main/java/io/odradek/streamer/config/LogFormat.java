package io.odradek.streamer.config;

/** How log lines look. */
public enum LogFormat {
    /** For people. */
    TEXT,
    /** One JSON object a line. */
    JSON;

    /** Reads the setting. @throws ConfigException when it is neither */
    static LogFormat of(Settings settings) {
        return switch (settings.get(Setting.LOG_FORMAT)) {
            case "text" -> TEXT;
            case "json" -> JSON;
            default -> throw settings.wrong(Setting.LOG_FORMAT);
        };
    }
}
