package io.odradek.streamer.image;

/**
 * Why a record became a dead letter. The name is the value of the header {@code odradek-reason} and of the metric tag
 * {@code reason}: names are part of the interface and never change their meaning.
 */
public enum Reason {
    /** The record has no value (a tombstone), or a value of 0 bytes. */
    EMPTY("the record has no value, or one of 0 bytes"),
    /** The {@code content-type} header names something that is not served. */
    UNSUPPORTED_CONTENT_TYPE("the content-type header names a type that is not served"),
    /** The {@code content-type} header names one image format, the first bytes are of another. */
    CONTENT_TYPE_MISMATCH("the first bytes contradict the content-type header"),
    /** No header, no known first bytes, and not the length of raw pixels. */
    UNKNOWN_FORMAT("neither a known image format nor raw pixels of the model's size"),
    /** Declared as raw pixels, but not exactly H*W*C bytes. */
    WRONG_LENGTH("declared as raw pixels, but not exactly height x width x channels bytes"),
    /** The image's format is right, but it is truncated or damaged. */
    CORRUPT_IMAGE("a truncated or damaged image"),
    /** An image of a kind that the decoder does not know, for example a JPEG of 12 bits. */
    UNSUPPORTED_IMAGE("a kind of image that the decoder does not know, such as a JPEG of 12 bits"),
    /** The image is not of the size that the model takes. */
    WRONG_SIZE("an image of another width or height than the model takes"),
    /** The file is larger than is decoded. */
    TOO_MANY_BYTES("a file of more bytes than `odradek.image.max.bytes`, or an envelope too large for such a file"),
    /** The image has more pixels than are decoded. */
    TOO_MANY_PIXELS("an image of more pixels than `odradek.image.max.side` or `odradek.image.max.pixels`"),
    /** The animation has more pictures than are taken. */
    TOO_MANY_FRAMES("an animation of more pictures than `odradek.image.max.frames`"),
    /** An envelope is expected, and the value is none. */
    BAD_ENVELOPE("no envelope as `odradek.images.envelope` wants it: no JSON, no or a wrong field, no base64"),
    /** The key and the headers leave no room for a prediction in a record. */
    HEADERS_TOO_LARGE("key and headers so large that a prediction beside them would not fit into a record"),
    /** The model gave something that is no probability (NaN or infinity) for this image, or failed at it. */
    INVALID_OUTPUT("the model fails at this image, or its result is not a number");

    private final String meaning;

    Reason(String meaning) {
        this.meaning = meaning;
    }

    /** Whether another model may take the same image, or give it another of these reasons. */
    public boolean isOfTheModel() {
        return switch (this) {
            case UNKNOWN_FORMAT, WRONG_LENGTH, WRONG_SIZE, INVALID_OUTPUT -> true;
            default -> false;
        };
    }

    /** One line for people; the README's table is tested against it. */
    public String meaning() {
        return meaning;
    }
}
