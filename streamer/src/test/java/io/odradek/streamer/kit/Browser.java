package io.odradek.streamer.kit;

import static org.awaitility.Awaitility.await;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real Chromium without a window, driven by the WebDriver protocol: with a fresh profile, and gone when it is closed.
 * Selectors are those of CSS. For one thread.
 */
public final class Browser implements AutoCloseable {
    /** Chromium's own errands stay at home: it asks for nothing but what a page asks for. */
    private static final List<String> ARGUMENTS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process driver;
    private final String session;

    private Browser(Process driver, String server, Path profile) {
        this.driver = driver;
        JsonObject begun =
                send("POST", server + "/session", capabilities(profile)).getAsJsonObject();
        this.session = server + "/session/" + begun.get("sessionId").getAsString();
    }

    /**
     * Starts it; a test that cannot have one is skipped.
     *
     * @param dir where its profile and the driver's log will be: a folder that the test throws away
     */
    public static Browser start(Path dir) {
        for (String tool : List.of("chromium", "chromedriver")) {
            boolean there = ForeignProducers.run(List.of(tool, "--version")).worked();
            Requirement.need(there, tool + " is not installed");
        }
        Path log = dir.resolve("chromedriver.log");
        try {
            Process driver = new ProcessBuilder("chromedriver", "--port=0")
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            try {
                return new Browser(driver, "http://127.0.0.1:" + port(log), dir.resolve("profile"));
            } catch (RuntimeException | AssertionError e) {
                end(driver);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens a page, and waits until it is loaded. */
    public void open(String url) {
        post("/url", Map.of("url", url));
    }

    /** The page's width and height in pixels. */
    public void size(int width, int height) {
        devTools(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    /** Whether its user likes dark pages. */
    public void dark(boolean wanted) {
        Map<String, String> feature = Map.of("name", "prefers-color-scheme", "value", wanted ? "dark" : "light");
        devTools("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
    }

    /**
     * What a piece of JavaScript returns.
     *
     * @param script the body of a function, for example {@code return document.title}
     * @param arguments what it finds in {@code arguments}
     */
    public JsonElement run(String script, Object... arguments) {
        return post("/execute/sync", Map.of("script", script, "args", arguments));
    }

    /** The text of each of these elements, as a person sees it. */
    public List<String> texts(String selector) {
        return strings("return Array.from(document.querySelectorAll(arguments[0]), e => e.innerText)", selector);
    }

    /** An attribute of each of these elements that has it. */
    public List<String> attributes(String selector, String name) {
        String script = "return Array.from(document.querySelectorAll(arguments[0]), e => e.getAttribute(arguments[1]))"
                + ".filter(value => value !== null)";
        return strings(script, selector, name);
    }

    /** Clicks where a person would: the element must be there, and nothing may cover it. */
    public void click(String selector) {
        post(element(selector) + "/click", Map.of());
    }

    /** Types a text into a field, or gives the path of a file to a chooser. */
    public void type(String selector, String text) {
        post(element(selector) + "/value", Map.of("text", text));
    }

    /** The whole page, also what is below the window, as PNG. */
    public void screenshot(Path file) {
        JsonElement answer = devTools("Page.captureScreenshot", Map.of("captureBeyondViewport", true));
        byte[] png =
                Base64.getDecoder().decode(answer.getAsJsonObject().get("data").getAsString());
        try {
            Files.write(file, png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the console got since this was asked last: errors, and what the page's policy forbade. */
    public List<String> console() {
        return post("/se/log", Map.of("type", "browser")).getAsJsonArray().asList().stream()
                .map(JsonElement::getAsJsonObject)
                .map(line -> line.get("level").getAsString() + " "
                        + line.get("message").getAsString())
                .toList();
    }

    @Override
    public void close() {
        try {
            send("DELETE", session, Map.of());
        } finally {
            end(driver);
        }
    }

    /** Ends the driver with what it started, and waits until they have let go of the profile. */
    private static void end(Process driver) {
        Stream.concat(driver.descendants().toList().stream(), Stream.of(driver.toHandle()))
                .forEach(process -> {
                    process.destroyForcibly();
                    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
                });
    }

    private static String port(Path log) {
        return await().atMost(PATIENCE)
                .until(
                        () -> PORT.matcher(Files.readString(log))
                                .results()
                                .map(MatchResult::group)
                                .findFirst(),
                        found -> found.isPresent())
                .map(line -> line.replaceAll("\\D", ""))
                .orElseThrow();
    }

    private static Map<String, ?> capabilities(Path profile) {
        List<String> arguments = Stream.concat(ARGUMENTS.stream(), Stream.of("--user-data-dir=" + profile))
                .toList();
        return Map.of(
                "capabilities",
                Map.of(
                        "alwaysMatch",
                        Map.of(
                                "browserName", "chrome",
                                "goog:loggingPrefs", Map.of("browser", "ALL"),
                                "goog:chromeOptions", Map.of("args", arguments))));
    }

    private List<String> strings(String script, Object... arguments) {
        return run(script, arguments).getAsJsonArray().asList().stream()
                .map(JsonElement::getAsString)
                .toList();
    }

    private String element(String selector) {
        JsonElement found = post("/element", Map.of("using", "css selector", "value", selector));
        return "/element/" + found.getAsJsonObject().get(ELEMENT).getAsString();
    }

    private JsonElement devTools(String command, Map<String, ?> parameters) {
        return post("/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
    }

    private JsonElement post(String path, Map<String, ?> body) {
        return send("POST", session + path, body);
    }

    private JsonElement send(String method, String url, Map<String, ?> body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(PATIENCE)
                .method(method, HttpRequest.BodyPublishers.ofString(new Gson().toJson(body)))
                .build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(method + " " + url + ": " + answer.body());
            }
            return JsonParser.parseString(answer.body()).getAsJsonObject().get("value");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
