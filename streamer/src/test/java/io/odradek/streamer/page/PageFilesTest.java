package io.odradek.streamer.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The files of the live page keep its rules: nothing inline, nothing from elsewhere, text as text. */
class PageFilesTest {
    private static final Path FOLDER = Path.of("src", "main", "resources", "io", "odradek", "streamer", "page");
    private static final String INDEX = "index.html";
    private static final int MOST_BYTES = 100_000;
    private static final int MOST_LINES = 300;

    /** Each file's text by its name. */
    private static final Map<String, String> FILES = new TreeMap<>();

    @BeforeAll
    static void read() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            files.forEach(file -> FILES.put(file.getFileName().toString(), text(file)));
        }
    }

    @Test
    void namesAreThoseThatTheStreamerServes() {
        assertThat(FILES.keySet())
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
        String page = FILES.get(INDEX);

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
    void everyPartIsThereAndIsUsed() {
        Set<String> used = new TreeSet<>(Set.of(INDEX));
        used.addAll(groups("(?:href|src)=\"page/([^\"]+)\"", FILES.get(INDEX)));
        FILES.values().forEach(text -> used.addAll(groups("(?:from |import\\()'\\./([^']+)'", text)));

        assertThat(used).isEqualTo(FILES.keySet());
    }

    @Test
    void everyElementThatAModuleAsksForIsInThePage() {
        Set<String> wanted = new TreeSet<>();
        FILES.values().forEach(text -> wanted.addAll(groups("byId\\('([^']+)'\\)", text)));

        assertThat(groups(" id=\"([^\"]+)\"", FILES.get(INDEX)))
                .doesNotHaveDuplicates()
                .containsAll(wanted);
    }

    @Test
    void isSmall() {
        int bytes = FILES.values().stream()
                .mapToInt(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .sum();

        assertThat(bytes).isLessThan(MOST_BYTES);
        assertThat(FILES)
                .allSatisfy((name, text) -> assertThat(text.lines().count()).isLessThanOrEqualTo(MOST_LINES));
    }

    @Test
    void saysItsLanguageItsTitleAndItsWidth() {
        assertThat(FILES.get(INDEX))
                .contains("<html lang=\"en\">", "<title>Odradek</title>")
                .contains("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    }

    @Test
    void everyControlHasAName() {
        String page = FILES.get(INDEX);
        Set<String> labelled = Set.copyOf(groups("<label for=\"([^\"]+)\"", page));

        assertThat(groups("(<(?:input|select|textarea)\\b[^>]*>)", page))
                .isNotEmpty()
                .allMatch(control -> control.contains("aria-label=")
                        || groups(" id=\"([^\"]+)\"", control).stream().anyMatch(labelled::contains));
        assertThat(groups("<button[^>]*>([^<]*)</button>", page)).isNotEmpty().noneMatch(String::isBlank);
    }

    private static List<String> found(Pattern pattern) {
        return FILES.entrySet().stream()
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
