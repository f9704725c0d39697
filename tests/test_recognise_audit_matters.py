"""What the titles of the key audit matters are told by, in made-up reports."""

from converter.read import read_document
from converter.recognise.audit_matters import find_audit_matters


def matters(*lines: str) -> list[str]:
    text = "\n\n".join(("# 三、关键审计事项", *lines, "# 四、其他信息", "1、管理层的责任"))
    document, _ = read_document(text.encode(), "report.md")
    assert document is not None
    found = find_audit_matters(document)
    printed = text.splitlines()
    assert [printed[each.line - 1][each.start : each.end] for each in found] == [each.text for each in found]
    return [each.text for each in found]


def test_numbered_titles():
    assert matters("（一）收入确认", "1、事项描述", "2、审计应对", "（二）商誉减值", "1、事项描述") == [
        "收入确认",
        "商誉减值",
    ]


def test_a_step_of_the_audit_is_no_title():
    assert matters(
        "1. 事项描述", "2. 审计应对", "（3）对收入执行以下程序：", "我们将收入的确认识别为关键审计事项。"
    ) == ["收入的确认"]


def test_titles_without_numbers_stand_above_what_they_are_divided_into():
    assert matters(
        "# 收入确认", "请参阅附注五。", "关键审计事项", "收入重大。", "# 存货", "关键审计事项 在审计中如何应对该事项"
    ) == [
        "收入确认",
        "存货",
    ]


def test_a_lost_title_is_what_the_auditor_calls_it():
    rows = "| 关键审计事项 | 审计中的应对 |\n|---|---|\n| 我们将销售费用识别为关键审计事项。 | 检查了合同。 |"
    assert matters("1. 收入确认事项", "我们将收入确认确 定为关键审计事项。", rows) == ["收入确认", "销售费用"]


def test_a_matter_that_is_only_pointed_at_has_no_title():
    assert matters("因此我们将其作为关键审计事项。", "我们将收入确认识别为关键审计事项。") == []
