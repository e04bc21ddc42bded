package io.odradek.bench.rival;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * The answer of a rival.
 *
 * @param index of the most probable class
 * @param probabilities {@code [10]}
 */
record Scored(int index, float[] probabilities) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static byte[] json(float[] probabilities) {
        try {
            return JSON.writeValueAsBytes(new Scored(Net.best(probabilities), probabilities));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + probabilities.length + " numbers as JSON", e);
        }
    }
}
