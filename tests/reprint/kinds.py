"""Name the kinds of reprint: a layout, and the form its tables are printed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .layouts import LAYOUTS, Layout
from .tables import Form


@dataclass(frozen=True, slots=True)
class Kind:
    """Hold a layout and a form."""

    layout: Layout
    form: Form


def _kind(layout: str, form: Form) -> Kind:
    return Kind(LAYOUTS[layout], form)


_PLAIN = Form()
_NOTES = Form(note="七、{}")
_WORDS = Form(words=True, note="附注七、{}", half_brackets=True)
_LOSING = (
    "run together",
    "collapsed",
    "cell lines",
    "cell lines, blanks lost",
    "cell lines, broken",
    "aligned",
    "aligned, wrapped",
)

KINDS: Mapping[str, Kind] = {
    **{name: _kind(name, _PLAIN) for name in LAYOUTS},
    **{f"{name} / notes": _kind(name, _NOTES) for name in ("pipes", *_LOSING)},
    **{f"{name} / words, notes": _kind(name, _WORDS) for name in ("pipes", *_LOSING)},
    **{f"{name} / dashes, years": _kind(name, Form(blank="-", years=True)) for name in ("pipes", *_LOSING)},
    "run together / 五、（一）": _kind("run together", Form(note="五、（{}）")),
    **{
        f"{name} / 千元 0": _kind(name, Form(unit="千元", decimals=0, brackets=True, note="{}"))
        for name in ("pipes", "html", *_LOSING)
    },
    **{f"{name} / 百万元 0": _kind(name, Form(unit="百万元", decimals=0, blank="–")) for name in ("pipes", *_LOSING)},
    **{f"{name} / 万元 2": _kind(name, Form(unit="万元", decimals=2)) for name in ("pipes", *_LOSING)},
    "tabs / full width": _kind("tabs", Form(full_width=True)),
    "tabs / blanks in groups": _kind("tabs", Form(spaced_groups=True)),
    "tabs / spaced labels": _kind("tabs", Form(spaced_labels=True, numbered_titles=True)),
    "aligned / spaced labels": _kind("aligned", Form(spaced_labels=True, numbered_titles=True)),
    "cell lines / spaced labels": _kind("cell lines", Form(spaced_labels=True, numbered_titles=True)),
    "csv / brackets": _kind("csv", Form(brackets=True, words=True)),
    "xlsx / 万元 2": _kind("xlsx", Form(unit="万元", brackets=True)),
}
