package io.odradek.trainer;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/** A failure that its user can mend. The message is one line: what went wrong, where, and what to do. */
public final class TrainerException extends RuntimeException {
    /** @param message one line without a trailing full stop */
    public TrainerException(String message) {
        this(message, null);
    }

    /**
     * @param message one line without a trailing full stop
     * @param cause shown only where the user asks for details
     */
    public TrainerException(String message, @Nullable Throwable cause) {
        super(printable(message), cause);
    }

    /** {@code text} as one line: what stands in a topic, a file or its name must not write to a terminal. */
    public static String printable(String text) {
        return text.replaceAll("\\s*[\\r\\n]+\\s*", "; ").replaceAll("[\\p{Cc}\\p{Cf}]", "?");
    }

    /** The reason of {@code failure} on one line, without the path that the JDK's file exceptions repeat. */
    public static String reasonOf(Throwable failure) {
        String reason = failure.getMessage();
        if (failure instanceof NoSuchFileException) {
            reason = "no such file or directory";
        } else if (failure instanceof AccessDeniedException) {
            reason = "permission denied";
        } else if (failure instanceof NotDirectoryException || failure instanceof FileAlreadyExistsException) {
            reason = "a file of that name is in the way";
        } else if (failure instanceof FileSystemException file && file.getReason() != null) {
            reason = file.getReason();
        }
        return reason == null || reason.isBlank()
                ? failure.getClass().getSimpleName()
                : reason.lines().findFirst().orElseThrow().strip();
    }
}
