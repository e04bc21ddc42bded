package io.odradek.streamer.image;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The payload formats, and how a record's format is found out. */
public enum ImageFormat {
    /** Portable Network Graphics. */
    PNG("image/png", "\u0089PNG\r\n\u001a\n"),
    /** JPEG, baseline or progressive. */
    JPEG("image/jpeg", "\u00ff\u00d8\u00ff"),
    /** Exactly {@code H * W * C} bytes in the order height, width, channel; no first bytes of its own. */
    RAW("application/vnd.odradek.raw", "");

    private static final String UNSPECIFIED = "application/octet-stream";

    private final String contentType;
    /** The first bytes, one ISO-8859-1 character each. */
    private final String magic;

    ImageFormat(String contentType, String magic) {
        this.contentType = contentType;
        this.magic = magic;
    }

    /** The value of the {@code content-type} header that declares this format. */
    public String contentType() {
        return contentType;
    }

    /** The outcome of {@link #detect}. */
    sealed interface Detection {
        /** The format to decode as. */
        record Found(ImageFormat format) implements Detection {}

        /** Not served. */
        record NotFound(Decoding.Rejected why) implements Detection {}
    }

    /**
     * The format of a payload: a declared one where there is one, else by its first bytes, else raw by its length.
     * {@code application/octet-stream} declares nothing.
     *
     * @param value the payload, at least one byte
     * @param declared the {@code content-type} header, if any; parameters behind a semicolon are ignored
     * @param rawLength the length of raw pixels
     */
    static Detection detect(byte[] value, @Nullable String declared, int rawLength) {
        String type = normalised(declared);
        ImageFormat sniffed = sniff(value);
        if (type == null || type.equals(UNSPECIFIED)) {
            if (sniffed != RAW || value.length == rawLength) {
                return new Detection.Found(sniffed);
            }
            return notFound(
                    Reason.UNKNOWN_FORMAT,
                    value.length + " bytes that begin neither as PNG nor as JPEG; raw pixels would be " + rawLength
                            + " bytes");
        }
        for (ImageFormat format : values()) {
            if (format.declaredAs(type)) {
                return format == RAW ? raw(value, rawLength) : encoded(format, sniffed, type);
            }
        }
        return notFound(
                Reason.UNSUPPORTED_CONTENT_TYPE,
                "content-type \"" + printable(type) + "\", allowed: " + PNG.contentType + ", " + JPEG.contentType + ", "
                        + RAW.contentType + ", or no such header");
    }

    private static Detection raw(byte[] value, int rawLength) {
        return value.length == rawLength
                ? new Detection.Found(RAW)
                : notFound(Reason.WRONG_LENGTH, value.length + " bytes, raw pixels are " + rawLength + " bytes");
    }

    private static Detection encoded(ImageFormat format, ImageFormat sniffed, String type) {
        return sniffed == format
                ? new Detection.Found(format)
                : notFound(
                        Reason.CONTENT_TYPE_MISMATCH,
                        "content-type " + type + ", but the first bytes are "
                                + (sniffed == RAW ? "of no known format" : "of a " + sniffed));
    }

    private boolean declaredAs(String type) {
        return type.equals(contentType) || (this == JPEG && type.equals("image/jpg"));
    }

    /** The format whose first bytes these are; {@link #RAW} for none. */
    public static ImageFormat sniff(byte[] value) {
        for (ImageFormat format : values()) {
            if (format.begins(value)) {
                return format;
            }
        }
        return RAW;
    }

    private boolean begins(byte[] value) {
        boolean same = value.length >= magic.length();
        for (int i = 0; same && i < magic.length(); i++) {
            same = (value[i] & 255) == magic.charAt(i);
        }
        return same;
    }

    private static @Nullable String normalised(@Nullable String declared) {
        if (declared == null) {
            return null;
        }
        int parameters = declared.indexOf(';');
        String type = parameters < 0 ? declared : declared.substring(0, parameters);
        return type.strip().toLowerCase(Locale.ROOT);
    }

    /** A hostile header must not fill logs or forge lines: at most 60 printable ASCII characters. */
    private static String printable(String text) {
        String ascii = new String(text.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
        String clean = ascii.replaceAll("[^ -~]", "?");
        return clean.length() <= 60 ? clean : clean.substring(0, 60) + "...";
    }

    private static Detection notFound(Reason reason, String message) {
        return new Detection.NotFound(new Decoding.Rejected(reason, message));
    }
}
