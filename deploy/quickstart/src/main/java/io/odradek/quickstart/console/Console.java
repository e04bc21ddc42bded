package io.odradek.quickstart.console;

import java.io.PrintStream;
import java.util.Locale;

/**
 * The terminal: numbered steps with indented lines below them. Colour only where a person looks at it.
 *
 * <p>Thread-safe; each call prints whole lines, because child processes write to the same terminal.
 */
public final class Console {
    private static final String INDENT = "      ";
    private static final String BOLD = "\u001b[1m";
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";

    private final PrintStream out;
    private final PrintStream err;
    private final boolean colour;
    private final int steps;
    private int step;

    /**
     * A console.
     *
     * @param out steps and figures
     * @param err failures
     * @param colour whether to use ANSI escapes
     * @param steps how many steps the run will have
     */
    public Console(PrintStream out, PrintStream err, boolean colour, int steps) {
        this.out = out;
        this.err = err;
        this.colour = colour;
        this.steps = steps;
    }

    /** Begins the next step. */
    public synchronized void step(String format, Object... arguments) {
        String title = String.format(Locale.ROOT, format, arguments);
        step++;
        out.println();
        out.println(styled(BOLD, String.format(Locale.ROOT, "[%d/%d] %s", step, steps, title)));
        out.flush();
    }

    /** A line below the current step. */
    public synchronized void line(String format, Object... arguments) {
        out.println(INDENT + (arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments)));
        out.flush();
    }

    /** A table below the current step, its header in bold. */
    public synchronized void table(Table table) {
        boolean header = true;
        for (String line : table.lines()) {
            out.println(INDENT + (header ? styled(BOLD, line) : line));
            header = false;
        }
        out.flush();
    }

    /** A line at the left margin. */
    public synchronized void plain(String line) {
        out.println(line);
        out.flush();
    }

    /** The one line that says why the run failed. */
    public synchronized void failure(String reason) {
        out.flush();
        String where = step == 0 ? "" : " at step " + step + " of " + steps;
        err.println(styled(RED, "Failed" + where + ":") + " " + reason.strip().replaceAll("\\s*\\R\\s*", " "));
        err.flush();
    }

    private String styled(String style, String text) {
        return colour ? style + text + PLAIN : text;
    }
}
