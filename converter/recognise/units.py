"""Read the presentation scale (单位) and the currency (币种)."""

from __future__ import annotations

import re

_SCALE = re.compile(r"(?:单位|货币单位|金额单位)(?:为|均为)?\s*[:：]?\s*(?:人民币)?\s*(元|千元|万元|百万元|亿元)")
_HEADER_SCALE = re.compile(r"[（(](?:人民币)?(元|千元|万元|百万元|亿元|万|百万|亿)[)）]")
_LABEL_SCALE = re.compile(r"[（(](?:单位[:：])?(?:人民币)?(千|百万|万|亿)?(元|股)?[)）]\s*$")
_SCALES = {"元": 0, "千元": 3, "万元": 4, "百万元": 6, "亿元": 8, "万": 4, "百万": 6, "亿": 8}
_MULTIPLES = {None: 0, "千": 3, "万": 4, "百万": 6, "亿": 8}
# Names of currencies as reports print them, to ISO 4217.
_CURRENCIES = (
    ("人民币", "CNY"),
    ("港币", "HKD"),
    ("港元", "HKD"),
    ("美元", "USD"),
    ("欧元", "EUR"),
    ("日元", "JPY"),
    ("英镑", "GBP"),
    ("新加坡元", "SGD"),
)
_CURRENCY = re.compile(
    r"(?:币种|货币|记账本位币)(?:为)?\s*[:：]?\s*(" + "|".join(name for name, _ in _CURRENCIES) + ")"
)


def parse_scale(text: str) -> int | None:
    """Return the power of ten that 单位：千元 or a header's （万元） stands for, None where neither is printed."""
    match = _SCALE.search(text) or _HEADER_SCALE.search(text)
    return _SCALES[match[1]] if match else None


def parse_label_scale(label: str) -> int | None:
    """Return the power of ten of the unit a row's own label ends in (归母净利润（万）), None where it prints none."""
    match = _LABEL_SCALE.search(label)
    return _MULTIPLES[match[1]] if match and (match[1] or match[2]) else None


def parse_currency(text: str) -> str | None:
    """Return the ISO 4217 code that 币种：人民币 stands for, None where none is printed."""
    match = _CURRENCY.search(text)
    return dict(_CURRENCIES)[match[1]] if match else None
