"""Run Arelle's own command line, cold, to hold our warm verdicts against."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

CHECKS = ("--calc", "c11r", "--utr", "--validateXmlOim", "--validateDuplicateFacts", "inconsistent")
Counts = Counter[tuple[str, str]]


def cold_messages(folder: Path, runs: Mapping[str, list[str]]) -> dict[str, Counts]:
    """Run the command line once for each list of arguments, in ``folder``, and count messages by code and level."""
    with ThreadPoolExecutor(2) as pool:
        logs = pool.map(lambda item: _count(folder, f"{item[0]}-{item[1][1]}", item[1]), enumerate(runs.values()))
        return dict(zip(runs, logs, strict=True))


def _count(folder: Path, name: str, arguments: list[str]) -> Counts:
    log = folder / f"{name.replace('/', '-')}.log.json"
    command = [str(Path(sys.executable).with_name("arelleCmdLine")), *arguments]
    command += ["--validate", "--internetConnectivity", "offline", "--disablePersistentConfig", "--logFile", str(log)]
    subprocess.run(command, cwd=folder, check=False, capture_output=True, timeout=120)
    entries = json.loads(log.read_text("utf-8"))["log"]
    log.unlink()
    return Counter(
        (entry["code"], entry["level"].upper()) for entry in entries if not entry["level"].startswith("info")
    )
