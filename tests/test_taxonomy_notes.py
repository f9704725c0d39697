"""What the taxonomy knows of the notes: titles, headers and labels that reports print lead where they should."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from converter.mapping.lookup import RuleBook
from converter.mapping.note_captions import CaptionBook
from converter.mapping.note_measures import MeasureBook
from converter.mapping.note_members import MemberBook, MemberLabel
from converter.mapping.note_subjects import SubjectBook
from converter.model.label import parse_label
from converter.model.mapped import CellRole
from converter.model.statement import NotePlace, StatementKind
from converter.taxonomy import Taxonomy

_COMMON = 20  # reports that print a heading
_NOT_APPLICABLE = re.compile(r"[□√]|\$\\surd\$|不?适用")
# Titles above notes of their own, and notes in words: nothing in them is one amount.
_WITHOUT_AMOUNTS = frozenset(
    {
        "所有者权益变动表项目注释",
        "现金流量表项目",
        "租赁",
        "套期",
        "数据资源",
        "其他",
        "不涉及现金收支的重大投资和筹资活动",
        "现金及现金等价物净变动情况",
        "本企业合营和联营企业情况",
    }
)


@pytest.fixture(scope="module")
def book(taxonomy: Taxonomy) -> RuleBook:
    return RuleBook(taxonomy)


@pytest.fixture(scope="module")
def measures(taxonomy: Taxonomy) -> MeasureBook:
    return MeasureBook(taxonomy)


def _place(title: str, *captions: str) -> NotePlace:
    return NotePlace(number="", title=title, section="合并财务报表项目注释", captions=captions)


def _find(book: RuleBook, measures: MeasureBook, place: NotePlace, *path: str) -> tuple[str, str, str]:
    """Return concept, component and role of a header, each without prefix."""
    subject = SubjectBook(book).find(place)
    measure = measures.find(path, subject)
    assert measure is not None, path
    role = measure.role.value if measure.role is not None else "text"
    return "".join(name.removeprefix("c2x:") for name in measure.concepts[:1]), measure.component[4:], role


def test_the_titles_that_reports_print_have_a_subject(shared: Path, book: RuleBook):
    path = shared / "corpus" / "line_items" / "observed_note_headings_rule15.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    headings = {
        parse_label(_NOT_APPLICABLE.sub("", row["heading"])).key
        for row in rows
        if int(row["annual_or_half_reports_with_heading"]) >= _COMMON
    } - _WITHOUT_AMOUNTS
    subjects = SubjectBook(book)
    unknown = {heading for heading in headings if not subjects.find(_place(heading)).is_known}
    assert len(unknown) <= 0.05 * len(headings), sorted(unknown)


@pytest.mark.parametrize(
    ("title", "captions", "subject"),
    [
        ("应收账款", ("按账龄披露",), "CurrentTradeReceivables"),
        ("其他应收款", ("其他应收款", "按账龄披露"), "OtherReceivablesExcludingInterestAndDividends"),
        ("其他应收款", ("应收股利",), "DividendsReceivableIncludedInOtherReceivables"),
        ("固定资产", ("固定资产", "固定资产情况"), "FixedAssetsExcludingPendingDisposal"),
        ("营业收入及营业成本", (), "Revenue"),
        ("递延所得税资产、递延所得税负债", ("未确认递延所得税资产明细",), "UnrecognisedDeductibleDifferencesAndLosses"),
        ("所有权或使用权受限资产", (), "RestrictedAssets"),
        ("关联交易情况", ("采购商品/接受劳务情况表",), "PurchasesFromRelatedParties"),
        ("在子公司中的权益", ("重要非全资子公司的主要财务信息",), "AssetsOfInvestee"),
        ("分部信息", ("地区信息", "来自该等客户的收入金额列示如下"), "Revenue"),
        ("分部信息", ("按地理信息划分的对外主营业务收入的分布",), "PrincipalOperatingRevenue"),
    ],
)
def test_a_title_or_a_caption_says_what_a_note_is_about(
    book: RuleBook, title: str, captions: tuple[str, ...], subject: str
):
    found = SubjectBook(book).find(_place(title, *captions))
    assert f"c2x:{subject}" in found.concepts


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("账面余额", "金额"), ("=", "GrossMember", "gross")),
        (("账面余额", "比例(%)"), ("ShareOfTotal", "GrossMember", "share")),
        (("坏账准备", "金额"), ("=", "AllowanceMember", "allowance")),
        (("坏账准备", "计提比例（%）"), ("ProvisionRate", "", "rate")),
        (("账面价值",), ("=", "", "net")),
        (("本期变动金额", "计提"), ("ProvisionDuringPeriod", "", "increase")),
        (("本期变动金额", "收回或转回"), ("ReversalDuringPeriod", "AllowanceMember", "decrease")),
        (("本期变动金额", "转销或核销"), ("WriteOffDuringPeriod", "AllowanceMember", "decrease")),
        (("本期变动金额", "其他变动"), ("OtherChangeDuringPeriod", "", "movement")),
        (("占应收账款期末余额合计数的比例(%)",), ("ShareOfTotal", "", "share")),
        (("计提理由",), ("", "", "text")),
        (("未结算的原因",), ("", "", "text")),
    ],
)
def test_headers_of_receivables(
    book: RuleBook, measures: MeasureBook, path: tuple[str, ...], expected: tuple[str, str, str]
):
    assert _find(book, measures, _place("应收账款"), *path) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("一、账面原值：", "1.期初余额"), ("=", "GrossMember", "opening")),
        (("一、账面原值：", "2.本期增加金额", "（1）购置"), ("PurchasesDuringPeriod", "GrossMember", "increase")),
        (("一、账面原值：", "2.本期增加金额", "（4）其他"), ("OtherIncreaseDuringPeriod", "GrossMember", "increase")),
        (("一、账面原值：", "3.本期减少金额", "（2）其他"), ("OtherDecreaseDuringPeriod", "GrossMember", "decrease")),
        (
            ("一、账面原值：", "2.本期增加金额", "（5）内部重分类"),
            ("InternalReclassificationsInDuringPeriod", "GrossMember", "increase"),
        ),
        (
            ("三、减值准备", "3.本期减少金额", "（2）固定资产内部重分类"),
            ("InternalReclassificationsOutDuringPeriod", "ImpairmentMember", "decrease"),
        ),
        (
            ("二、累计折旧", "2.本期增加金额", "（1）计提"),
            ("ProvisionDuringPeriod", "AccumulatedDepreciationMember", "increase"),
        ),
        (("三、减值准备", "4.期末余额"), ("=", "ImpairmentMember", "closing")),
        (("四、账面价值", "1.期末账面价值"), ("=", "", "net")),
    ],
)
def test_rows_of_the_roll_forward_of_fixed_assets(
    book: RuleBook, measures: MeasureBook, path: tuple[str, ...], expected: tuple[str, str, str]
):
    assert _find(book, measures, _place("固定资产", "固定资产情况"), *path) == expected


def test_the_range_of_an_unobservable_input_is_its_value(book: RuleBook, measures: MeasureBook):
    place = _place("公允价值的披露", "第三层次公允价值计量的量化信息")
    assert _find(book, measures, place, "范围区间（加权平均值）") == ("UnobservableInput", "", "other")


def test_the_opening_carrying_amount_is_known_by_the_words_in_front(book: RuleBook, measures: MeasureBook):
    subject = SubjectBook(book).find(_place("固定资产"))
    measure = measures.find(("四、账面价值", "2.期初账面价值"), subject)
    assert measure is not None
    assert measure.opening
    assert measure.role is CellRole.NET


def test_a_measure_of_one_note_only_needs_no_line_item(book: RuleBook, measures: MeasureBook):
    deferred = SubjectBook(book).find(_place("递延所得税资产", "未经抵销的递延所得税资产"))
    own = measures.find(("可抵扣暂时性差异",), deferred)
    shared_by_many = measures.find(("本期增加",), deferred)
    assert own is not None
    assert shared_by_many is not None
    assert (own.generic, shared_by_many.generic) == (False, True)


@pytest.mark.parametrize(
    ("label", "member"),
    [
        ("1至2年", "OneToTwoYearsMember"),
        ("5年以上", "MoreThanFiveYearsMember"),
        ("按组合计提坏账准备的应收账款", "CollectivelyProvisionedMember"),
        ("房屋、建筑物", "BuildingsMember"),
        ("城市维护建设税", "UrbanMaintenanceAndConstructionTaxMember"),
        ("在产品", "WorkInProgressMember"),
        ("工资、奖金、津贴和补贴", "WagesAndBonusesMember"),
        ("内部交易未实现利润", "UnrealisedIntragroupProfitMember"),
        ("保证借款", "GuaranteedBorrowingsMember"),
        ("应收账款坏账损失", "AccountsReceivableImpairmentMember"),
        ("第三层次公允价值计量", "Level3OfFairValueHierarchyMember"),
    ],
)
def test_labels_of_recurring_categories_are_explicit_members(taxonomy: Taxonomy, label: str, member: str):
    members = MemberBook(taxonomy)
    labels = (MemberLabel(label),)
    axis, found = members.dimension(labels[0], members.axes_of(labels, ()))
    assert found == f"c2x:{member}"
    assert found in taxonomy.axes[axis].members


@pytest.mark.parametrize(
    "label",
    [
        "代收代缴款",
        "电子及办公设备",
        "借款利息",
        "1-3个月",
        "大专及以下",
        "股权收购款",
        "商业承兑汇票坏账准备",
        "公允价值变动",
    ],
)
def test_a_label_wider_narrower_or_opposite_is_no_member(taxonomy: Taxonomy, label: str):
    """A member says what its label says: what has none of its own keeps its words."""
    assert not MemberBook(taxonomy).is_known(MemberLabel(label))


def test_other_is_a_category_of_its_own_nowhere(taxonomy: Taxonomy):
    """其他 says nothing: as a member of several axes it would decide what a table's axis is."""
    assert not [row for row in taxonomy.note_members if row.label == "其他"]


@pytest.mark.parametrize(
    ("caption", "component", "disclosure"),
    [
        ("按坏账计提方法分类披露", "", ""),
        ("本期计提、收回或转回的坏账准备情况", "AllowanceMember", ""),
        ("存货跌价准备及合同履约成本减值准备", "AllowanceMember", ""),
        ("按款项性质分类情况", "GrossMember", ""),
        ("按欠款方归集的期末余额前五名的应收账款情况", "", "按欠款方归集的期末余额前五名"),
        ("重要在建工程项目本期变动情况", "", "重要在建工程项目本期变动情况"),
        ("未办妥产权证书的固定资产情况", "", "未办妥产权证书"),
    ],
)
def test_captions_say_whether_a_table_shows_the_whole_note(
    taxonomy: Taxonomy, book: RuleBook, caption: str, component: str, disclosure: str
):
    place = _place("应收账款", caption)
    captions = CaptionBook(taxonomy, MeasureBook(taxonomy), MemberBook(taxonomy))
    read = captions.read(place, SubjectBook(book).find(place))
    assert (read.component.removeprefix("c2x:"), read.disclosure) == (component, disclosure)


def test_rows_that_are_concepts_of_their_own_wait_for_their_note(book: RuleBook):
    tax = {"c2x:IncomeTaxExpenseContinuingOperations": 0}
    rule = book.find(StatementKind.NOTE.value, parse_label("利润总额").key, tax)
    assert rule is not None
    assert rule.concept == "c2x:ProfitLossBeforeTax"
    rules = [rule for rule in book.taxonomy.rules if rule.statement == StatementKind.NOTE.value]
    assert rules
    assert all(rule.after for rule in rules)


def test_explicit_axes_of_the_notes_have_a_default_and_typed_ones_have_no_members(taxonomy: Taxonomy):
    named = {row.axis for row in taxonomy.note_members} | {row.axis for row in taxonomy.note_captions if row.axis}
    for name in sorted(named | set(taxonomy.row_axes.values())):
        axis = taxonomy.axes[name]
        assert axis.typed != bool(axis.members), name
        assert axis.typed == (axis.default is None), name


def test_concepts_of_the_notes_refer_to_the_rule_that_demands_them(taxonomy: Taxonomy, root: Path):
    with (root / "taxonomy" / "references.csv").open(encoding="utf-8", newline="") as file:
        known = {f"c2x:{row['concept']}" for row in csv.DictReader(file)}
    used = {name for row in taxonomy.note_measures for name in row.concepts if name != "="}
    used |= {name for row in taxonomy.note_subjects for name in (row.balance, row.flow) if name}
    assert used <= known, sorted(used - known)


@pytest.mark.parametrize(
    ("title", "concept"),
    [
        ("支付的重要的与投资活动有关的现金", "SignificantPaymentsForInvestingActivities"),
        (
            "不涉及当期现金收支、但影响企业财务状况或在未来可能影响企业现金流量的重大活动及财务影响",
            "SignificantNoncashActivities",
        ),
    ],
)
def test_what_a_form_of_the_cash_flow_notes_is_about_has_a_concept(taxonomy: Taxonomy, title: str, concept: str):
    subjects = SubjectBook(RuleBook(taxonomy))
    assert subjects.find(NotePlace("五、1", title, "", (), "项目")).flow == f"c2x:{concept}"
