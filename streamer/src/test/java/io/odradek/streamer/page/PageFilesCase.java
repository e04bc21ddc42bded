package io.odradek.streamer.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files of a page keep its rules: nothing inline, nothing from elsewhere, text as text. */
abstract class PageFilesCase {
    private static final Path PLACE = Path.of("src", "main", "resources", "io", "odradek", "streamer");
    private static final Pattern PART =
            Pattern.compile("(?:(?:href|src)=\"page/|(?:from |import\\()'\\./)([^'\"]+)['\"]");
    private static final String INDEX = "index.html";
    private static final int MOST_BYTES = 100_000;
    private static final int MOST_LINES = 300;

    /** Text by name, of each file that the page needs: the streamer serves others of its folders too. */
    private final Map<String, String> files = new TreeMap<>();
    /** What is in the folder of the page itself. */
    private final Set<String> own = new TreeSet<>();

    /** @param folders where the page's files are, the later before the former */
    PageFilesCase(String... folders) {
        Map<String, String> all = new TreeMap<>();
        for (String folder : folders) {
            own.clear();
            try (Stream<Path> found = Files.list(PLACE.resolve(folder))) {
                found.forEach(file -> own.add(file.getFileName().toString()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            own.forEach(name -> all.put(name, text(PLACE.resolve(folder).resolve(name))));
        }
        Deque<String> wanted = new ArrayDeque<>(List.of(INDEX));
        while (!wanted.isEmpty()) {
            String name = wanted.remove();
            assertThat(all).as("a part of the page").containsKey(name);
            if (files.put(name, all.get(name)) == null) {
                PART.matcher(all.get(name)).results().forEach(part -> wanted.add(part.group(1)));
            }
        }
    }

    @Test
    void namesAreThoseThatTheStreamerServes() {
        assertThat(files.keySet())
                .contains(INDEX)
                .allMatch(name -> name.equals(INDEX) || name.matches("[a-z]+\\.(js|css)"));
    }

    @Test
    void textNeverBecomesMarkupOrCode() {
        Pattern forbidden = Pattern.compile(
                "innerHTML|outerHTML|insertAdjacentHTML|setHTML|createContextualFragment"
                        + "|DOMParser|srcdoc|document\\.write|\\beval\\b|\\bFunction\\(|javascript:|set(Timeout|Interval)\\(['\"`]");

        assertThat(found(forbidden)).isEmpty();
    }

    @Test
    void nothingIsInlineInThePage() {
        String page = files.get(INDEX);

        assertThat(groups("(<style|\\sstyle=|\\son[a-z]+=)", page)).isEmpty();
        assertThat(groups("(<script[^>]*>[^<]*)</script>", page))
                .isNotEmpty()
                .allMatch(script -> script.matches("<script type=\"module\" src=\"[^\"]+\">"));
        assertThat(found(Pattern.compile("setAttribute\\(['\"](style|on)"))).isEmpty();
    }

    @Test
    void nothingIsAskedForElsewhere() {
        Pattern elsewhere =
                Pattern.compile("https?://(?!www\\.w3\\.org/2000/svg['\"])|['\"`(=]//|@import|\\burl\\(|wss?:");

        assertThat(found(elsewhere)).isEmpty();
    }

    @Test
    void everyPartIsUsed() {
        assertThat(files.keySet()).containsAll(own);
    }

    @Test
    void everyElementThatAModuleAsksForIsInThePage() {
        Set<String> wanted = new TreeSet<>();
        files.values().forEach(text -> wanted.addAll(groups("byId\\('([^']+)'\\)", text)));

        assertThat(groups(" id=\"([^\"]+)\"", files.get(INDEX)))
                .doesNotHaveDuplicates()
                .containsAll(wanted);
    }

    @Test
    void isSmall() {
        int bytes = files.values().stream()
                .mapToInt(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .sum();

        assertThat(bytes).isLessThan(MOST_BYTES);
        assertThat(files)
                .allSatisfy((name, text) -> assertThat(text.lines().count()).isLessThanOrEqualTo(MOST_LINES));
    }

    @Test
    void saysItsLanguageItsTitleAndItsWidth() {
        assertThat(files.get(INDEX))
                .contains("<html lang=\"en\">", "<title>Odradek</title>")
                .contains("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    }

    @Test
    void everyControlHasAName() {
        String page = files.get(INDEX);
        Set<String> labelled = Set.copyOf(groups("<label for=\"([^\"]+)\"", page));

        assertThat(groups("(<(?:input|select|textarea)\\b[^>]*>)", page))
                .isNotEmpty()
                .allMatch(control -> control.contains("aria-label=")
                        || groups(" id=\"([^\"]+)\"", control).stream().anyMatch(labelled::contains));
        assertThat(groups("<button[^>]*>([^<]*)</button>", page)).isNotEmpty().noneMatch(String::isBlank);
    }

    private List<String> found(Pattern pattern) {
        return files.entrySet().stream()
                .flatMap(file ->
                        pattern.matcher(file.getValue()).results().map(match -> file.getKey() + ": " + match.group()))
                .toList();
    }

    private static List<String> groups(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.results().map(match -> match.group(1)).toList();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
