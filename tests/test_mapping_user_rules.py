from __future__ import annotations

from pathlib import Path

import pytest

from converter.mapping import read_mapping_file
from converter.model.errors import MappingFileError
from converter.taxonomy import Taxonomy

HEADER = "statement,label,after,concept,opening\n"


def test_csv(tmp_path: Path, taxonomy: Taxonomy) -> None:
    file = tmp_path / "mine.csv"
    file.write_text(
        "﻿" + HEADER + "balance_sheet,其中：某项（元）,c2x:Inventories,c2x:Goodwill,\n\n"
        "cash_flow_statement,期初数,,c2x:CashAndCashEquivalents,是\n",
        encoding="utf-8",
    )
    first, second = read_mapping_file(file, taxonomy)
    assert (first.label, first.after, first.concept, first.opening, first.id) == (
        "某项",
        "c2x:Inventories",
        "c2x:Goodwill",
        False,
        "mine.csv:2",
    )
    assert (second.opening, second.id) == (True, "mine.csv:4")


def test_json_is_the_same(tmp_path: Path, taxonomy: Taxonomy) -> None:
    file = tmp_path / "mine.json"
    file.write_text('[\n  {"statement": "balance_sheet", "label": "某项", "concept": "c2x:Goodwill"}\n]', "utf-8")
    (rule,) = read_mapping_file(file, taxonomy)
    assert (rule.label, rule.concept, rule.id) == ("某项", "c2x:Goodwill", "mine.json:2")


@pytest.mark.parametrize(
    ("name", "text", "zh", "en"),
    [
        ("a.csv", "statement,label\n", "第 1 行：缺少列 concept", "line 1: missing column concept"),
        ("a.csv", "statement,label,concept,x\n", "未知的列 x", "unknown column x"),
        ("a.csv", HEADER + "sheet,某项,,c2x:Goodwill,\n", "第 2 行：未知的报表种类", "use one of balance_sheet"),
        ("a.csv", HEADER + "balance_sheet,：,,c2x:Goodwill,\n", "label 为空", "label is empty"),
        ("a.csv", HEADER + "balance_sheet,某项,,c2x:Godwill,\n", "最接近的是 c2x:Goodwill", "nearest are c2x:Goodwill"),
        ("a.csv", HEADER + "balance_sheet,某项,,,\n", "不在分类标准中", "explain"),
        ("a.csv", HEADER + "balance_sheet,某项,,c2x:ComponentsOfEquityAxis,\n", "结构元素", "structural"),
        ("a.csv", HEADER + "balance_sheet,某项,,c2x:Goodwill,maybe\n", "opening 应为", "must be true or false"),
        ("a.csv", HEADER + "balance_sheet,某,项,c2x:Goodwill,,\n", "多于 5 列", "more than 5 cells"),
        ("a.json", '[\n{"statement": }]', "第 2 行：不是有效的 JSON", "line 2: this is no valid JSON"),
        ("a.json", "{}", "应为规则的列表", "a list of rules"),
        ("a.json", '[\n\n{"concept": "c2x:Goodwill", "kind": 1}]', "第 3 行", "no other keys"),
        ("a.json", "[3]", "对象", "an object"),
    ],
)
def test_faults_name_line_and_remedy(
    tmp_path: Path, taxonomy: Taxonomy, name: str, text: str, zh: str, en: str
) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    with pytest.raises(MappingFileError) as caught:
        read_mapping_file(file, taxonomy)
    assert zh in caught.value.zh
    assert en in caught.value.en
    assert str(file) in caught.value.zh
    assert str(file) in caught.value.en


def test_a_file_that_cannot_be_read(tmp_path: Path, taxonomy: Taxonomy) -> None:
    with pytest.raises(MappingFileError, match="cannot read"):
        read_mapping_file(tmp_path / "none.csv", taxonomy)
    file = tmp_path / "gbk.csv"
    file.write_bytes(HEADER.encode() + "项目".encode("gbk"))
    with pytest.raises(MappingFileError, match="UTF-8"):
        read_mapping_file(file, taxonomy)
