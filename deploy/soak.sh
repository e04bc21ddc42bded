#!/usr/bin/env bash
# A streamer for as long as you like, and everything that happens to one. --help tells the rest.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: deploy/soak.sh [OPTIONS]

Runs a streamer under normal load for a long time, while a new model is published each
minute, a live page is open, metrics are scraped, and every four minutes a second instance
joins and leaves. Of 1,000 images some 900 are small, 48 have 50 KB, 10 have 200 KB, 2
almost 1 MB, and 40 are broken in one of seven ways. Broker and streamers are processes of
their own. Needs JDK 17 or newer, Maven, Linux, 4 GiB of memory and up to 15 GiB of disk for
days (some 3 GiB an hour until then). It measures no speed, so the machine may be busy.

Every two seconds it looks at the first instance; every tenth look is a line. The first
quarter is the warm-up. It ends with an error where one of these does not hold:

  - every image has its answer (streamer verify; of what retention has left), and every
    model went live;
  - the page answered, 99 of 100 times, and the second instance came;
  - memory of the process (RSS): median of the last quarter at most 1.1 times that of the
    second;
  - threads and open files: at most 3 more, by the same medians.

Options:
  --minutes N     Length, 1 to 43200. Default: 20. Below 10 the process is still warming up
                  and may well fail.
  --rate N        Images in a second, 1 to 100000. Default: 200.
  --smoke         A run of seconds that judges only what became of the images; one of the
                  tests.
  --data DIR      Directory with the files of Fashion-MNIST. Default: where the trainer
                  finds them.
  --out DIR       Where results and logs go. Default: target/soak.
  --no-build      Run what is already built.
  -h, --help      This text.

Results: target/soak/soak.json. Status: 0 when everything holds, 1 with the reason when
not, 2 for wrong usage, 130 after Ctrl-C.

Examples:
  deploy/soak.sh
  deploy/soak.sh --minutes 1440 --rate 500
  jq '.bars, .figures' target/soak/soak.json
TEXT
}

# shellcheck source=deploy/bench/command.sh
. "$(dirname "${BASH_SOURCE[0]}")/bench/command.sh"
command_of SoakCommand -Dlogback.configurationFile=bench-logback.xml -- "$@"
