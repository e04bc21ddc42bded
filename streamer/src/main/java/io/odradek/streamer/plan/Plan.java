package io.odradek.streamer.plan;

import io.odradek.streamer.plan.profile.Profile;
import java.util.List;

/**
 * What is needed.
 *
 * @param demand for what
 * @param profile by what measurement
 * @param values for the chart
 * @param sections all figures
 * @param notes what a reader of the figures may overlook
 */
public record Plan(Demand demand, Profile profile, ChartValues values, List<Section> sections, List<String> notes) {
    /** Copies. */
    public Plan {
        sections = List.copyOf(sections);
        notes = List.copyOf(notes);
    }
}
