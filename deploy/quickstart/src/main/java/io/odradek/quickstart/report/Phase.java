package io.odradek.quickstart.report;

import io.odradek.quickstart.measure.Accounting;
import io.odradek.quickstart.measure.Latency;

/**
 * One phase of traffic.
 *
 * @param name for people
 * @param rate images a second; 0 for as fast as possible
 * @param accounting who was answered
 * @param latency from each image's timestamp to the receipt of its prediction
 */
public record Phase(String name, int rate, Accounting accounting, Latency latency) {}
