"""Write a Report in every format: the WRITERS table, one module for each format.

``WRITERS`` maps the name of a format, as on the command line, to a function that takes the report and the taxonomy and
returns the files by path relative to the document's output folder. The same report gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from converter.emit.report_json import write_report_json
from converter.emit.xbrl_csv import write_xbrl_csv
from converter.emit.xbrl_json import write_xbrl_json
from converter.emit.xbrl_xml import write_xbrl
from converter.model.report import Report
from converter.taxonomy import Taxonomy

Writer = Callable[[Report, Taxonomy], dict[str, bytes]]

WRITERS: Mapping[str, Writer] = {
    "xbrl": write_xbrl,
    "xbrl-json": write_xbrl_json,
    "xbrl-csv": write_xbrl_csv,
    "json": write_report_json,
}
