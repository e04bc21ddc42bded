"""Runs the trainer and Python PyTorch in turns and compares their epochs. train-speed.sh starts it; see README.md."""
import argparse
import json
import os
import platform
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
TRAINER = os.path.join(ROOT, "trainer", "bin", "trainer")
SHARED = ("OMP_NUM_THREADS", "OMP_WAIT_POLICY", "GLIBC_TUNABLES", "LD_PRELOAD")
OURS, PLAIN, LAST = "trainer", "python", "python channels_last"
MEASURES = (("trainingSeconds", "training, wall"), ("seconds", "epoch, wall"), ("cpuSeconds", "epoch, processor"))
BAR = 1.05


def processor_seconds(pid):
    """User and system time of a process that runs, all threads together; None where there is no /proc."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            user, system = file.read().rsplit(") ", 1)[1].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    except OSError:
        return None


def watch(command, stream, marks):
    """Runs a command; its lines on stream, and the processor time at each line that marks the end of an epoch."""
    lines, clocks = [], []
    pipes = {"stdout": subprocess.DEVNULL, stream: subprocess.PIPE}
    with subprocess.Popen(command, **pipes, text=True) as process:
        for line in getattr(process, stream):
            lines.append(line)
            if marks(line):
                clocks.append(processor_seconds(process.pid))
    if process.returncode != 0:
        sys.exit(f"train-speed: {command[0]} ended with {process.returncode}: {''.join(lines[-5:]).strip()}")
    return lines, clocks


def with_clocks(epochs, clocks):
    """Epochs after the first, which warms up, with the processor time of each."""
    for epoch, before, after in zip(epochs[1:], clocks, clocks[1:]):
        epoch["cpuSeconds"] = None if before is None else after - before
    return epochs[1:]


def ours(options):
    directory = os.path.join(options.out, "train-speed-model")
    command = [TRAINER, "train", "--recipe", "seed", "--data", options.data, "--threads", str(options.threads),
               "--epochs", str(options.epochs), "--limit", str(options.images), "--progress", "plain",
               "--out", directory, "--overwrite"]
    _, clocks = watch(command, "stderr", lambda line: line.startswith("epoch ") and " done " in line)
    with open(os.path.join(directory, "metrics.json")) as file:
        metrics = json.load(file)
    images = metrics["recipe"]["trainImages"]
    return with_clocks([{
        "epoch": epoch["epoch"],
        "trainingSeconds": images / epoch["imagesPerSecond"],
        "seconds": epoch["seconds"],
        "trainLoss": epoch["trainLoss"],
        "testAccuracy": epoch["testAccuracy"]} for epoch in metrics["epochs"]], clocks)


def python(options, layout):
    command = [sys.executable, os.path.join(HERE, "seed_epoch.py"), options.data, str(options.threads),
               str(options.epochs), str(options.images), layout]
    lines, clocks = watch(command, "stdout", lambda line: '"epoch"' in line)
    options.torch = json.loads(lines[0])["torch"]
    return with_clocks([json.loads(line) for line in lines[1:]], clocks)


def mean(epochs, measure):
    values = [epoch[measure] for epoch in epochs]
    return None if None in values else statistics.fmean(values)


def spread(values):
    return {"median": statistics.median(values), "min": min(values), "max": max(values)}


def compare(rounds):
    """Per measure: each contestant over the rounds, and the trainer's share of what Python took."""
    result = {}
    for measure, _ in MEASURES:
        means = {name: [mean(one[name], measure) for one in rounds] for name in rounds[0]}
        if None in means[OURS]:
            continue
        result[measure] = {"seconds": {name: spread(values) for name, values in means.items()}, "ratios": {}}
        for other in (PLAIN, LAST):
            medians = statistics.median(means[OURS]) / statistics.median(means[other])
            paired = spread([mine / its for mine, its in zip(means[OURS], means[other])])
            result[measure]["ratios"][other] = {"ofMedians": medians, "paired": paired}
    return result


def first(*command):
    """The first line that a command prints, on whichever stream."""
    text = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout
    return text.strip().split("\n")[0]


def processor():
    try:
        with open("/proc/cpuinfo") as file:
            return next(line.split(":")[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def blas():
    """The library behind Python's linear layer, which Debian lets one choose."""
    return os.path.realpath("/etc/alternatives/libblas.so.3-x86_64-linux-gnu")


def environment(options):
    return {
        "processor": processor(),
        "processors": os.cpu_count(),
        "system": platform.platform(),
        "java": first("java", "-version"),
        "trainer": first(TRAINER, "--version"),
        "revision": first("git", "-C", ROOT, "describe", "--always", "--dirty"),
        "python": platform.python_version(),
        "torch": options.torch,
        "blas": blas(),
        "shared": {k: v for k, v in sorted(os.environ.items()) if k in SHARED or k.startswith("MALLOC_")},
        "loadAtStart": options.load,
        "loadAtEnd": os.getloadavg()}


def table(comparison):
    print(f"\n{'seconds, median (min to max)':32}{OURS:>24}{PLAIN:>24}{LAST:>24}")
    for measure, title in MEASURES:
        if measure in comparison:
            cells = (f"{s['median']:.2f} ({s['min']:.2f} to {s['max']:.2f})"
                     for s in comparison[measure]["seconds"].values())
            print(f"{title:32}" + "".join(f"{cell:>24}" for cell in cells))
    for other in (PLAIN, LAST):
        print(f"\n{'trainer / ' + other:32}{'of medians':>24}{'round by round':>24}")
        for measure, title in MEASURES:
            if measure in comparison:
                ratio = comparison[measure]["ratios"][other]
                paired = "{median:.2f} ({min:.2f} to {max:.2f})".format(**ratio["paired"])
                print(f"{title:32}{ratio['ofMedians']:>24.2f}{paired:>24}")


def main():
    parser = argparse.ArgumentParser(prog="train-speed.sh", description="The seed recipe: trainer against Python.")
    parser.add_argument("--data", required=True, help="directory of Fashion-MNIST (default: what 'trainer data' finds)")
    parser.add_argument("--rounds", type=int, default=5, help="times that each contestant runs (default: %(default)s)")
    parser.add_argument("--epochs", type=int, default=2, help="of a run; the first warms up (default: %(default)s)")
    parser.add_argument("--images", type=int, default=60000, help="of an epoch (default: %(default)s)")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="default: all processors, %(default)s here")
    parser.add_argument("--out", default=os.path.join(ROOT, "target", "bench"), help="default: target/bench")
    parser.add_argument("--smoke", action="store_true", help="only shows that it works: 1 round of 1,000 images, no verdict")
    options = parser.parse_args()
    if options.smoke:
        options.rounds, options.images = 1, 1000
    if options.rounds < 1 or options.epochs < 2:
        parser.error("allowed: --rounds of at least 1, --epochs of at least 2")
    os.makedirs(options.out, exist_ok=True)
    options.load = os.getloadavg()
    os.environ["OMP_NUM_THREADS"] = str(options.threads)

    contestants = {
        OURS: lambda: ours(options),
        PLAIN: lambda: python(options, "contiguous"),
        LAST: lambda: python(options, "channels_last")}
    rounds = []
    for number in range(options.rounds):
        order = list(contestants) if number % 2 == 0 else list(reversed(contestants))
        results = {name: contestants[name]() for name in order}
        rounds.append({name: results[name] for name in contestants})
        print(f"round {number + 1}/{options.rounds}: " + ", ".join(
            f"{name} {mean(epochs, 'trainingSeconds'):.2f} s" for name, epochs in rounds[-1].items()), flush=True)

    comparison = compare(rounds)
    facts = environment(options)
    table(comparison)
    print("\n" + "\n".join(f"{key}: {value}" for key, value in facts.items()))
    ratio = comparison["trainingSeconds"]["ratios"][PLAIN]["ofMedians"]
    met = None if options.smoke else ratio <= BAR
    summary = {
        "images": options.images, "epochs": options.epochs, "threads": options.threads, "bar": BAR, "met": met,
        "comparison": comparison, "environment": facts, "rounds": rounds}
    path = os.path.join(options.out, "train-speed.json")
    with open(path, "w") as file:
        json.dump(summary, file, indent=2)
        file.write("\n")
    print(f"\nsummary: {path}")
    if met is False:
        sys.exit(f"train-speed: the trainer takes {ratio:.2f} of Python's time, allowed: at most {BAR}")


if __name__ == "__main__":
    main()
