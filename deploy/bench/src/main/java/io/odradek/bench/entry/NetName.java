package io.odradek.bench.entry;

import io.odradek.bench.net.Nets;

/** Nets that contestants use. */
public enum NetName {
    /** The article's: two convolutions. */
    SEED("fashion-mnist", 5.68),
    /** The same in 8-bit integers. */
    INT8("fashion-mnist", 5.68),
    /** The same for images of any size, which it resizes. */
    RESIZE("fashion-mnist", 5.68),
    /** Four dense layers, 27,562 parameters. */
    DENSE("dense", 0.055),
    /** Convolutions 3x3, some 5 MFLOP. */
    CONVOLUTION_5(16, 5),
    /** Some 15 MFLOP. */
    CONVOLUTION_15(32, 4),
    /** Some 50 MFLOP. */
    CONVOLUTION_50(48, 6),
    /** Some 150 MFLOP. */
    CONVOLUTION_150(64, 10),
    /** Some 500 MFLOP. */
    CONVOLUTION_500(128, 9);

    private final String model;
    private final double mflop;
    private final int width;
    private final int layers;

    NetName(String model, double mflop) {
        this.model = model;
        this.mflop = mflop;
        this.width = 0;
        this.layers = 0;
    }

    NetName(int width, int layers) {
        this.model = "convolution";
        this.mflop = Nets.mflop(width, layers);
        this.width = width;
        this.layers = layers;
    }

    /** The model's name in its metadata. */
    public String model() {
        return model;
    }

    /** Millions of operations for an image, a multiplication and an addition being two. */
    public double mflop() {
        return mflop;
    }

    /** Whether {@link Nets#convolution} makes it. */
    public boolean isConvolution() {
        return layers > 0;
    }

    /** The ONNX file of one that {@link #isConvolution}. */
    public byte[] convolution() {
        return Nets.convolution(model, width, layers);
    }
}
