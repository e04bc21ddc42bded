package io.odradek.quickstart.run;

/**
 * Test images to produce.
 *
 * @param name names its files
 * @param count how many; beyond the test set it begins again
 * @param rate images a second; 0 for as fast as possible
 * @param labelled whether the true labels are produced, too
 */
record Replay(String name, int count, int rate, boolean labelled) {}
