package io.odradek.trainer.onnx;

/** Keys of an ONNX file's {@code metadata_props}; the contract in {@code streamer/README.md} says what each holds. */
public final class MetadataKeys {
    /** Version of the contract. */
    public static final String SCHEMA = "odradek.schema";
    /** The model's name. */
    public static final String NAME = "odradek.name";
    /** The model's version. */
    public static final String VERSION = "odradek.version";
    /** When the file was written. */
    public static final String CREATED = "odradek.created";
    /** Class names in output order. */
    public static final String LABELS = "odradek.labels";
    /** How an image becomes the tensor. */
    public static final String INPUT = "odradek.input";
    /** Recipe and hyperparameters. */
    public static final String RECIPE = "odradek.recipe";
    /** Digest of the training data. */
    public static final String DATA_SHA256 = "odradek.data.sha256";
    /** Accuracy on held-out images. */
    public static final String ACCURACY = "odradek.accuracy";
    /** Real images with the expected result. */
    public static final String GOLDEN = "odradek.golden";
    /** What the model answers on held-out images, and what those are like. */
    public static final String REFERENCE = "odradek.reference";

    /** Signature at the end of the file; written by signing, not by the export. */
    public static final String SIGNATURE = "odradek.signature";

    /** The version of the contract that this code writes and reads. */
    public static final String SCHEMA_VERSION = "1";

    private MetadataKeys() {}
}
