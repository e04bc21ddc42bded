package io.odradek.bench.entry;

/** Nets that contestants use. */
public enum NetName {
    /** The article's: two convolutions, 5.68 MFLOP. */
    SEED,
    /** The same in 8-bit integers. */
    INT8,
    /** Four dense layers, 27,562 parameters, 0.055 MFLOP. */
    DENSE
}
