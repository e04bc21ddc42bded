package io.odradek.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the schema says about the trainer, by the trainer's own help. */
class TrainerHelpIT {
    @Test
    void theSchemaKnowsItsRecipes() throws IOException {
        String help = Tool.run(Path.of("..", "trainer"), Map.of(), List.of("bin/trainer", "train", "--help"))
                .succeeded();
        String recipes = help.substring(help.indexOf("Recipes:"), help.indexOf("Data:"));
        List<String> names = new ArrayList<>();
        Matcher matcher = Pattern.compile("(?m)^ {2}([a-z-]+) {2,}[A-Z]").matcher(recipes);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }

        List<String> schema = new ArrayList<>();
        JsonNode values = new ObjectMapper()
                .readTree(Chart.DIRECTORY.resolve("values.schema.json").toFile());
        values.at("/properties/trainer/properties/recipe/enum").forEach(v -> schema.add(v.asText()));

        assertThat(schema).hasSizeGreaterThan(3).containsExactlyInAnyOrderElementsOf(names);
    }
}
