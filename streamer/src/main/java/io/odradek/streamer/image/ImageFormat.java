package io.odradek.streamer.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The payload formats, and how a record's format is found out. */
public enum ImageFormat {
    /** Portable Network Graphics. */
    PNG("image/png", "\u0089PNG\r\n\u001a\n"),
    /** JPEG, baseline or progressive. */
    JPEG("image/jpeg", "\u00ff\u00d8\u00ff"),
    /** Graphics Interchange Format; its first picture. */
    GIF("image/gif", "GIF87a", "GIF89a"),
    /** Windows or OS/2 bitmap. Undeclared, its size must stand behind its first bytes: two are too few. */
    BMP("image/bmp", "BM"),
    /** Exactly {@code H * W * C} bytes in the order height, width, channel; no first bytes of its own. */
    RAW("application/vnd.odradek.raw");

    private static final String UNSPECIFIED = "application/octet-stream";

    /** Other names that are in use. */
    private static final Map<String, ImageFormat> ALIASES =
            Map.of("image/jpg", JPEG, "image/x-ms-bmp", BMP, "image/x-bmp", BMP);

    private static final ImageFormat[] FORMATS = values();

    private static final int BMP_SIZE_AT = 2;

    private final String contentType;
    /** The first bytes, one ISO-8859-1 character each. */
    @SuppressWarnings("ImmutableEnumChecker") // Never changed.
    private final String[] magic;

    ImageFormat(String contentType, String... magic) {
        this.contentType = contentType;
        this.magic = magic.clone();
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
                    value.length + " bytes that begin as none of PNG, JPEG, GIF, BMP; raw pixels would be " + rawLength
                            + " bytes");
        }
        ImageFormat format = named(type);
        if (format != null) {
            return format == RAW ? raw(value, rawLength) : encoded(value, format, sniffed);
        }
        return notFound(
                Reason.UNSUPPORTED_CONTENT_TYPE,
                "content-type \"" + printable(type) + "\", allowed: "
                        + Stream.of(FORMATS).map(ImageFormat::contentType).collect(Collectors.joining(", "))
                        + ", or no such header");
    }

    private static Detection raw(byte[] value, int rawLength) {
        return value.length == rawLength
                ? new Detection.Found(RAW)
                : notFound(Reason.WRONG_LENGTH, value.length + " bytes, raw pixels are " + rawLength + " bytes");
    }

    private static Detection encoded(byte[] value, ImageFormat format, ImageFormat sniffed) {
        return format.begins(value)
                ? new Detection.Found(format)
                : notFound(
                        Reason.CONTENT_TYPE_MISMATCH,
                        "content-type " + format.contentType + ", but the first bytes are "
                                + (sniffed == RAW ? "of no known format" : "of a " + sniffed));
    }

    /** The format of this media type, one of its other names included; null for none. */
    public static @Nullable ImageFormat named(String type) {
        for (ImageFormat format : FORMATS) {
            if (type.equals(format.contentType)) {
                return format;
            }
        }
        return ALIASES.get(type);
    }

    /** The format that these bytes are of, by the first of them; {@link #RAW} for none. */
    public static ImageFormat sniff(byte[] value) {
        for (ImageFormat format : FORMATS) {
            if (format.begins(value) && (format != BMP || saysItsSize(value))) {
                return format;
            }
        }
        return RAW;
    }

    private static boolean saysItsSize(byte[] bmp) {
        return bmp.length >= BMP_SIZE_AT + Integer.BYTES
                && ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).getInt(BMP_SIZE_AT) == bmp.length;
    }

    private boolean begins(byte[] value) {
        for (String first : magic) {
            if (begins(value, first)) {
                return true;
            }
        }
        return false;
    }

    private static boolean begins(byte[] value, String first) {
        boolean same = value.length >= first.length();
        for (int i = 0; same && i < first.length(); i++) {
            same = (value[i] & 255) == first.charAt(i);
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
