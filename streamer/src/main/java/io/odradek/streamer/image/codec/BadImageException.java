package io.odradek.streamer.image.codec;

/** An image is damaged, or of a kind that is not read. Without a stack trace: hostile input may cause many. */
public final class BadImageException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean unsupported;

    private BadImageException(String message, boolean unsupported) {
        super(message, null, false, false);
        this.unsupported = unsupported;
    }

    /** The image is not whole, or contradicts itself. */
    static BadImageException corrupt(String message) {
        return new BadImageException(message, false);
    }

    /** The image may be sound, but nothing here reads its kind. */
    static BadImageException unsupported(String message) {
        return new BadImageException(message, true);
    }

    /** Whether it is the kind of image that is at fault, and not its bytes. */
    public boolean isUnsupported() {
        return unsupported;
    }
}
