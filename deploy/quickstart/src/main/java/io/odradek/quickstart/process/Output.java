package io.odradek.quickstart.process;

import java.nio.file.Path;

/** Where a child process writes. Always a terminal or a file, never a pipe: a child must not block on its reader. */
public sealed interface Output {
    /** This process's own terminal, so that a progress bar is drawn as if the user had started the child. */
    record Terminal() implements Output {}

    /** Standard output to a file for this process to read; standard error to this process's terminal. */
    record Answer(Path file) implements Output {}

    /** Both streams to one log file. */
    record Log(Path file) implements Output {}

    /** Standard output to one file, standard error to another. */
    record Files(Path out, Path log) implements Output {}
}
