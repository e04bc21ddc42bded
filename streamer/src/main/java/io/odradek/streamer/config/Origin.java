package io.odradek.streamer.config;

/**
 * Where a value came from.
 *
 * @param kind which of the places
 * @param where the option, the name of the variable, or {@code file:line}; empty for a default
 */
public record Origin(Kind kind, String where) {
    /** Places, the first of which wins. */
    public enum Kind {
        /** The command line. */
        OPTION,
        /** An environment variable. */
        ENVIRONMENT,
        /** The file of {@code --config}. */
        FILE,
        /** Nobody said anything else. */
        DEFAULT
    }

    /** The default. */
    static final Origin DEFAULT = new Origin(Kind.DEFAULT, "");

    /** For people. */
    @Override
    public String toString() {
        return switch (kind) {
            case OPTION -> "option " + where;
            case ENVIRONMENT -> "environment variable " + where;
            case FILE -> where;
            case DEFAULT -> "the default";
        };
    }
}
