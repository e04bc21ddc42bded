package io.odradek.streamer.topics;

/**
 * What one check found.
 *
 * @param level how bad it is
 * @param subject what was looked at, as in {@code topic images}
 * @param what what was found; where it is bad, what is wrong with it
 * @param fix the command that mends it; empty where nothing is to be mended, or no command can
 */
public record Finding(Level level, String subject, String what, String fix) {
    /** From good to bad. */
    public enum Level {
        /** As it should be. */
        OK,
        /** Works, and will surprise one day. */
        WARN,
        /** The streamer cannot work, or images are lost. */
        FAIL
    }

    /** All is well. */
    public static Finding ok(String subject, String what) {
        return new Finding(Level.OK, subject, what, "");
    }

    /** It works for now. */
    public static Finding warn(String subject, String what, String fix) {
        return new Finding(Level.WARN, subject, what, fix);
    }

    /** It does not work. */
    public static Finding fail(String subject, String what, String fix) {
        return new Finding(Level.FAIL, subject, what, fix);
    }

    /** Whether it does not work. */
    public boolean failed() {
        return level == Level.FAIL;
    }
}
