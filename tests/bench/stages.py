"""Convert one document in this fresh process and print how long each stage took, as JSON on standard output.

python -m tests.bench.stages INPUT FOLDER          every stage, every format, and the verdicts
python -m tests.bench.stages INPUT FOLDER --json   only from text to report.json, without validation
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

gc.set_threshold(200_000, 50, 100)  # as the command line does, in converter/__main__.py

_TIMES: dict[str, float] = {}


def _timed(stage: str, function: Callable[..., Any], *arguments: Any) -> Any:
    started = time.perf_counter()
    result = function(*arguments)
    _TIMES[stage] = _TIMES.get(stage, 0.0) + time.perf_counter() - started
    return result


def _import_all() -> None:
    import converter.pipeline  # noqa: F401


def _write(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _convert(source: Path, folder: Path, formats: tuple[str, ...] | None) -> None:
    _timed("import converter", _import_all)
    from converter.emit import WRITERS
    from converter.mapping import map_report
    from converter.read import read_document
    from converter.recognise import recognise_report
    from converter.reconcile import reconcile_report
    from converter.taxonomy import read_taxonomy

    taxonomy = _timed("read taxonomy", read_taxonomy)
    document, findings = _timed("read", read_document, source.read_bytes(), source.name)
    recognised, more = _timed("recognise", recognise_report, document, taxonomy)
    findings += more
    mapped, more = _timed("map", map_report, recognised, taxonomy)
    findings += more
    report, more = _timed("reconcile", reconcile_report, mapped, document, taxonomy)
    report = report.model_copy(update={"findings": findings + more})
    for name, writer in WRITERS.items():
        if formats is None or name in formats:
            _write(folder, _timed(f"emit {name}", writer, report, taxonomy))


def _judge(folder: Path) -> None:
    from converter.resources import find_resource
    from converter.validate.json_schema import check_report_json
    from converter.validate.judge import PACKAGE
    from converter.validate.service import ArelleProcess

    # The first check reads and compiles the published schema, which a batch does once.
    data, own = ((folder / name).read_bytes() for name in ("report.json", "report.schema.json"))
    _timed("json schema, first", check_report_json, data, own)
    _timed("json schema, again", check_report_json, data, own)
    with ArelleProcess((find_resource("taxonomy", PACKAGE),)) as arelle:

        def verdicts(*names: str) -> None:
            arelle.ask_verdicts([folder / name for name in names])
            arelle.take_verdicts()

        _timed("arelle: start, load taxonomy", verdicts)
        _timed("arelle: xbrl", verdicts, "report.xbrl")
        _timed("arelle: xbrl-json", verdicts, "report.xbrl.json")
        _timed("arelle: xbrl-csv", verdicts, "report.xbrl.csv/report.json")
        _timed("arelle: the three side by side", verdicts, *_LOADABLE)


_LOADABLE = ("report.xbrl", "report.xbrl.json", "report.xbrl.csv/report.json")


if __name__ == "__main__":
    only_json = "--json" in sys.argv
    _convert(Path(sys.argv[1]), Path(sys.argv[2]), ("json",) if only_json else None)
    if not only_json:
        _judge(Path(sys.argv[2]))
    print(json.dumps(_TIMES))
