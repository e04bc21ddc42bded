package io.odradek.bench.entry;

import io.odradek.bench.net.Images;
import io.odradek.bench.net.Nets;
import java.util.function.UnaryOperator;

/** The form in which an image is sent. */
public enum Payload {
    /** 784 bytes. */
    RAW(UnaryOperator.identity()),
    /** A file. */
    PNG(Images::png),
    /** Floats from 0 to 1. */
    JSON(Images::json),
    /** A PNG of 28 x 28 pixels with noise, some 0.8 KB. */
    NOISY_1(1),
    /** The same enlarged to 112 x 112, some 10 KB. */
    NOISY_4(4),
    /** The same enlarged to 252 x 252, some 50 KB. */
    NOISY_9(9),
    /** The same enlarged to 504 x 504, some 200 KB. */
    NOISY_18(18);

    /** Images of Fashion-MNIST's test data. */
    private static final int ALL = 10_000;

    /** Pixels that a form holds in memory at most, of all its images together. */
    private static final int MOST_PIXELS = 40_000_000;

    @SuppressWarnings("ImmutableEnumChecker") // Pure functions.
    private final UnaryOperator<byte[]> form;

    private final int factor;
    private final boolean noisy;

    Payload(UnaryOperator<byte[]> form) {
        this.form = form;
        this.factor = 1;
        this.noisy = false;
    }

    Payload(int factor) {
        this.form = pixels -> Images.noisyPng(pixels, factor);
        this.factor = factor;
        this.noisy = true;
    }

    /** The value of the record. */
    public byte[] of(byte[] pixels) {
        return form.apply(pixels);
    }

    /** Whether it shows another image than the data set's, so that the answer may be another one too. */
    public boolean isNoisy() {
        return noisy;
    }

    /** Height and width in pixels. */
    public int side() {
        return factor * Nets.SIDE;
    }

    /** How many different images are sent; the large ones would not fit into memory else. */
    public int different() {
        return Math.min(ALL, MOST_PIXELS / (side() * side()));
    }
}
