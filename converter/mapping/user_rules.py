"""Read the user's own line-item rules (``--mapping FILE``)."""

from __future__ import annotations

import csv
import difflib
import io
import json
from collections.abc import Iterator
from pathlib import Path

from converter.model.errors import MappingFileError
from converter.model.label import parse_label
from converter.model.statement import StatementKind
from converter.taxonomy import LineItemRule, Taxonomy

_FIELDS = ("statement", "label", "after", "concept", "opening")
_REQUIRED = ("statement", "label", "concept")
_TRUE = frozenset({"true", "1", "yes", "y", "是"})
_FALSE = frozenset({"", "false", "0", "no", "n", "否"})
_NOT_ITEMS = frozenset({"hypercube", "axis", "typed_axis", "domain", "member"})

Row = tuple[int, dict[str, str]]


def read_mapping_file(path: Path, taxonomy: Taxonomy) -> tuple[LineItemRule, ...]:
    """Read rules from a CSV file with the columns statement,label,after,concept[,opening], or a JSON list of the same.

    Raise MappingFileError, naming file, line and remedy, for the first thing that is wrong.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise MappingFileError(
            f"无法读取映射文件 {path}：{error.strerror}。请检查路径和权限。",
            f"cannot read the mapping file {path}: {error.strerror}; check the path and its permissions",
        ) from error
    except UnicodeDecodeError as error:
        raise MappingFileError(
            f"映射文件 {path} 不是 UTF-8 编码。请另存为 UTF-8。",
            f"the mapping file {path} is not UTF-8; save it as UTF-8",
        ) from error
    is_json = path.suffix.lower() == ".json" or text.lstrip().startswith("[")
    rows = _read_json(path, text) if is_json else _read_csv(path, text)
    return tuple(_rule(path, line, row, taxonomy) for line, row in rows)


def _fault(path: Path, line: int, zh: str, en: str) -> MappingFileError:
    return MappingFileError(f"映射文件 {path} 第 {line} 行：{zh}", f"mapping file {path}, line {line}: {en}")


def _read_csv(path: Path, text: str) -> Iterator[Row]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    header = [name.strip() for name in reader.fieldnames or ()]
    missing = [name for name in _REQUIRED if name not in header]
    unknown = [name for name in header if name not in _FIELDS]
    if missing or unknown:
        names = "、".join(missing or unknown)
        raise _fault(
            path,
            1,
            f"{'缺少列' if missing else '未知的列'} {names}。表头应为 statement,label,after,concept[,opening]。",
            f"{'missing' if missing else 'unknown'} column {', '.join(missing or unknown)};"
            " the header must be statement,label,after,concept[,opening]",
        )
    reader.fieldnames = header
    for row in reader:
        if None in row:
            raise _fault(
                path,
                reader.line_num,
                f"单元格多于 {len(header)} 列。含逗号的内容请加双引号。",
                f"more than {len(header)} cells; put double quotes around text with commas",
            )
        values = {name: (value or "").strip() for name, value in row.items()}
        if any(values.values()):
            yield reader.line_num, values


def _read_json(path: Path, text: str) -> Iterator[Row]:
    try:
        rows = json.loads(text)
    except json.JSONDecodeError as error:
        raise _fault(
            path,
            error.lineno,
            f"不是有效的 JSON（{error.msg}）。",
            f"this is no valid JSON ({error.msg}); mend it there",
        ) from error
    if not isinstance(rows, list):
        raise _fault(path, 1, "应为规则的列表 [...]。", "a list of rules [...] is expected")
    decoder = json.JSONDecoder()
    at = text.index("[") + 1
    for row in rows:
        while text[at] in " \t\r\n,":
            at += 1
        line = text.count("\n", 0, at) + 1
        _, at = decoder.raw_decode(text, at)
        if not isinstance(row, dict) or any(name not in _FIELDS for name in row):
            raise _fault(
                path,
                line,
                f"每条规则应为只含 {'、'.join(_FIELDS)} 的对象。",
                f"a rule must be an object with no other keys than {', '.join(_FIELDS)}",
            )
        yield line, {name: str(value).strip() for name, value in row.items() if value is not None}


def _rule(path: Path, line: int, row: dict[str, str], taxonomy: Taxonomy) -> LineItemRule:
    """Check one row and make the rule of it."""
    kinds = [kind.value for kind in StatementKind]
    statement = row.get("statement", "")
    if statement not in kinds:
        raise _fault(
            path,
            line,
            f"未知的报表种类“{statement}”。可用：{'、'.join(kinds)}。",
            f"unknown statement {statement!r}; use one of {', '.join(kinds)}",
        )
    label = parse_label(row.get("label", "")).key
    if not label:
        raise _fault(
            path, line, "label 为空。请填写报表中的项目名称。", "label is empty; write the row's label as printed"
        )
    for name in ("after", "concept"):
        _check_concept(path, line, name, row.get(name, ""), taxonomy)
    opening = row.get("opening", "").lower()
    if opening not in _TRUE | _FALSE:
        raise _fault(
            path,
            line,
            f"opening 应为 true 或 false，不是“{opening}”。",
            f"opening must be true or false, not {opening!r}",
        )
    return LineItemRule(
        statement, label, row.get("after", ""), row.get("concept", ""), opening in _TRUE, id=f"{path.name}:{line}"
    )


def _check_concept(path: Path, line: int, name: str, concept: str, taxonomy: Taxonomy) -> None:
    """Raise where a concept is not in the taxonomy, with the nearest names."""
    if not concept and name == "after":
        return
    known = taxonomy.concepts.get(concept)
    if known is not None and known.kind not in _NOT_ITEMS and (known.kind != "abstract" or name == "after"):
        return
    if concept and known is not None:
        raise _fault(
            path,
            line,
            f"{name} 的“{concept}”是结构元素（{known.kind}），不能有金额。请使用报表项目的概念。",
            f"{name} {concept!r} is structural ({known.kind}) and takes no amounts; use the concept of a line item",
        )
    near = difflib.get_close_matches(concept, taxonomy.concepts, n=3, cutoff=0.5)
    raise _fault(
        path,
        line,
        f"{name} 的“{concept}”不在分类标准中。"
        + (f"最接近的是 {'、'.join(near)}。" if near else "请用 explain 命令查找概念。"),
        f"{name} {concept!r} is not in the taxonomy; "
        + (f"the nearest are {', '.join(near)}" if near else "look concepts up with the command explain"),
    )
