"""Measure one document, stage by stage, against the cold command line of Arelle on the same instance in the same run.

    make bench                       or: python -m tests.bench [INPUT] [--runs N]

Only public tools: our own command line, `arelleCmdLine`, and the clock. Every process is fresh; the runs of each kind
are interleaved, so that a busy machine slows all alike; medians are printed.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT.parent / "shared" / "seeds" / "001_313dedaca723782c.txt"
EXAMPLE = ROOT / "examples" / "statements-2022.txt"
# The targets of the project, as ratios to the cold command line, megabytes, or seconds.
TEXT_TO_JSON, EVERYTHING, MEGABYTES, HELP_SECONDS = 0.3, 1.5, 400, 0.3


def _run(command: list[str], cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=cwd or ROOT, env=environment, capture_output=True, text=True, check=False)


def _seconds(function: Callable[[], object]) -> float:
    started = time.perf_counter()
    function()
    return time.perf_counter() - started


def _ours(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "converter", *arguments]


def _cold(instance: Path) -> list[str]:
    command = [str(Path(sys.executable).with_name("arelleCmdLine")), "--file", str(instance), "--validate"]
    command += ["--calc", "c11r", "--utr", "--validateXmlOim", "--validateDuplicateFacts", "inconsistent"]
    command += ["--internetConnectivity", "offline", "--disablePersistentConfig"]
    return [*command, "--packages", str(ROOT / "taxonomy" / "cas2xbrl-2026.zip")]


def _peak_memory(command: list[str]) -> float:
    """Run a command and return the most memory that it and its children held together, in MB, shared pages once."""
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        peak = 0
        while process.poll() is None:
            peak = max(peak, sum(_proportional_set_size(pid) for pid in _session(process.pid)))
            time.sleep(0.02)
    return peak / 1024


def _session(leader: int) -> list[int]:
    """Return the processes of a session: the command, the process it keeps Arelle in, and that one's forks."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue  # gone meanwhile
            if int(fields[3]) == leader:
                found.append(int(entry.name))
    return found


def _proportional_set_size(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _measure(source: Path, runs: int, folder: Path) -> dict[str, float]:
    out = folder / "out"
    convert = _ours("convert", str(source), "-o", str(out))
    first = _run(convert)
    (instance,) = out.glob("*/report.xbrl")
    assert first.returncode == 0, first.stderr
    times: dict[str, list[float]] = {}

    def note(name: str, seconds: float) -> None:
        times.setdefault(name, []).append(seconds)

    stages = [sys.executable, "-m", "tests.bench.stages", str(source), str(folder / "stages")]
    for _ in range(runs):
        note("cold", _seconds(lambda: _run(_cold(instance))))
        note("everything", _seconds(lambda: _run(convert)))
        note("text to report.json", _seconds(lambda: _run([*stages, "--json"])))
        note("--help", _seconds(lambda: _run(_ours("--help"))))
        done = _run(stages)
        assert done.returncode == 0, done.stderr
        for stage, seconds in json.loads(done.stdout).items():
            note(f"stage {stage}", seconds)
    medians = {name: statistics.median(values) for name, values in times.items()}
    return {**medians, "memory": _peak_memory(convert)}


def _show(measured: dict[str, float]) -> None:
    cold = measured["cold"]
    print(f"{'':40}{'seconds':>9}{'of cold':>9}   target")
    print(f"{'cold arelleCmdLine --validate':40}{cold:9.3f}{1:9.2f}")
    for name, seconds in measured.items():
        if name.startswith("stage "):
            print(f"  {name.removeprefix('stage '):38}{seconds:9.3f}{seconds / cold:9.2f}")
    in_process = sum(
        seconds
        for name, seconds in measured.items()
        if name.removeprefix("stage ") in ("read", "recognise", "map", "reconcile", "emit json")
    )
    print(f"{'text to report.json, process warm':40}{in_process:9.3f}{in_process / cold:9.2f}   ≤ {TEXT_TO_JSON}")
    for name, label, target in (
        ("text to report.json", "text to report.json, process fresh", TEXT_TO_JSON),
        ("everything", "everything (cas2xbrl convert)", EVERYTHING),
    ):
        print(f"{label:40}{measured[name]:9.3f}{measured[name] / cold:9.2f}   ≤ {target}")
    print(f"{'cas2xbrl --help':40}{measured['--help']:9.3f}{'':9}   ≤ {HELP_SECONDS} s")
    print(f"{'peak memory, all processes':40}{measured['memory']:6.0f} MB{'':9}   ≤ {MEGABYTES} MB")


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description="Measure one document.")
    parser.add_argument("input", nargs="?", type=Path, default=SEED if SEED.exists() else EXAMPLE)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    print(f"{arguments.input.name}, median of {arguments.runs} runs, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        _show(_measure(arguments.input.resolve(), arguments.runs, Path(folder)))
    print()
    subprocess.run([sys.executable, "-m", "tests.bench.solver"], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
