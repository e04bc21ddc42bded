package io.odradek.quickstart.run;

import java.util.List;

/** What to try while broker and streamer go on running. Pure. */
final class KeepNotice {
    private KeepNotice() {}

    static List<String> lines(String bootstrap, Service streamer, Service evaluate, String sample, String label) {
        return List.of(
                "",
                "Broker, streamer and streamer evaluate go on running. Ctrl-C stops them.",
                "",
                "Produce an image, then read its prediction (from the directory of the checkout):",
                "  kcat -b " + bootstrap + " -P -t images -k my-image -H content-type=image/png " + quoted(sample),
                "  kcat -b " + bootstrap + " -C -t predictions -o beginning -e -q -f '%k %s\\n' | grep '^my-image '",
                "",
                "Say what it truly shows, and see it counted on the page of the live accuracy:",
                "  echo " + quoted(label) + " | kcat -b " + bootstrap + " -P -t labels -k my-image",
                "  " + evaluate.url("/"),
                "",
                "Watch the streamer, and drop an image on its page:",
                "  " + streamer.url("/"),
                "  curl " + streamer.url("/metrics"),
                "  curl " + streamer.url("/health/ready"));
    }

    /** For a shell, where the path needs it. */
    static String quoted(String path) {
        return path.matches("[A-Za-z0-9._/+-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
    }
}
