package io.odradek.bench.entry;

import io.odradek.bench.net.Images;
import java.util.function.UnaryOperator;

/** The form in which an image is sent. */
public enum Payload {
    /** 784 bytes. */
    RAW(UnaryOperator.identity()),
    /** A file. */
    PNG(Images::png),
    /** Floats from 0 to 1. */
    JSON(Images::json);

    @SuppressWarnings("ImmutableEnumChecker") // Pure functions.
    private final UnaryOperator<byte[]> form;

    Payload(UnaryOperator<byte[]> form) {
        this.form = form;
    }

    /** The value of the record. */
    public byte[] of(byte[] pixels) {
        return form.apply(pixels);
    }
}
