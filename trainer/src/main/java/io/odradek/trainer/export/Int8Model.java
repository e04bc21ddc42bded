package io.odradek.trainer.export;

/**
 * A model in integers of 8 bits.
 *
 * @param quantization what became of it
 * @param file an ONNX file's content, also where it is not to be kept
 */
public record Int8Model(Quantization quantization, byte[] file) {}
