"""Plant statements of changes in equity: a matrix whose rows and columns both add up."""

from __future__ import annotations

from converter.model.statement import Scope, StatementKind

from .statements import OPENING, Amount, PlantedRow, PlantedStatement

# Columns as printed, with the component; the header of the three in the middle is 其他权益工具.
COLUMNS = (
    ("股本", "IssuedCapitalMember"),
    ("优先股", "PreferenceSharesMember"),
    ("永续债", "PerpetualBondsMember"),
    ("其他", "OtherInstrumentsClassifiedAsEquityMember"),
    ("资本公积", "CapitalReserveMember"),
    ("减：库存股", "TreasurySharesMember"),
    ("其他综合收益", "AccumulatedOtherComprehensiveIncomeMember"),
    ("专项储备", "SpecialReserveMember"),
    ("盈余公积", "SurplusReserveMember"),
    ("未分配利润", "RetainedEarningsMember"),
)
PARENT_TOTAL = ("小计", "EquityAttributableToOwnersOfParentMember")
MINORITY = ("少数股东权益", "NoncontrollingInterestsMember")
TOTAL = ("所有者权益合计", "")
_CAPITAL, _PREFERENCE, _PERPETUAL, _OTHER, _RESERVE, _TREASURY, _OCI, _SPECIAL, _SURPLUS, _RETAINED, _MINORITY = range(
    11
)

# Groups of movements: the group's row, then its rows with the components they move.
_MOVEMENTS: tuple[tuple[str, str, tuple[tuple[str, str, tuple[int, ...]], ...]], ...] = (
    ("（一）综合收益总额", "ComprehensiveIncome", (("", "", (_OCI, _RETAINED, _MINORITY)),)),
    (
        "（二）所有者投入和减少资本",
        "ContributionsAndReductionsOfCapitalByOwners",
        (
            ("1．所有者投入的普通股", "OrdinarySharesContributedByOwners", (_CAPITAL, _RESERVE, _TREASURY, _MINORITY)),
            (
                "2．其他权益工具持有者投入资本",
                "CapitalContributedByHoldersOfOtherEquityInstruments",
                (_PREFERENCE, _PERPETUAL, _OTHER),
            ),
            ("3．股份支付计入所有者权益的金额", "IncreaseDecreaseThroughSharebasedPaymentTransactions", (_RESERVE,)),
            ("4．其他", "OtherContributionsAndReductionsOfCapital", (_RESERVE, _MINORITY)),
        ),
    ),
    (
        "（三）利润分配",
        "ProfitDistribution",
        (
            ("1．提取盈余公积", "AppropriationToSurplusReserve", (-_SURPLUS, -_RETAINED)),
            ("2．对所有者（或股东）的分配", "DividendsPaid", (_RETAINED, _MINORITY)),
        ),
    ),
    (
        "（四）所有者权益内部结转",
        "InternalTransfersWithinEquity",
        (
            ("1．资本公积转增资本（或股本）", "CapitalReserveConvertedToCapital", (-_CAPITAL, -_RESERVE)),
            (
                "5．其他综合收益结转留存收益",
                "OtherComprehensiveIncomeTransferredToRetainedEarnings",
                (-_OCI, -_RETAINED),
            ),
        ),
    ),
    (
        "（五）专项储备",
        "ChangesInSpecialReserve",
        (("1．本期提取", "AppropriationToSpecialReserve", (_SPECIAL,)), ("2．本期使用", "UseOfSpecialReserve", ())),
    ),
    ("（六）其他", "OtherChangesInEquity", (("", "", (_RESERVE, _RETAINED)),)),
)

_Components = list[int]


def plant_matrix(scope: Scope, year: int, draw: Amount, opening: _Components | None = None) -> PlantedStatement:
    """Return the matrix of one year; ``opening`` are the components it begins with, eleven, drawn where absent."""
    consolidated = scope is Scope.CONSOLIDATED
    if opening is None:
        opening = [_drawn(draw, at, consolidated=consolidated) for at in range(11)]
    rows: list[tuple[str, str, _Components | None]] = []
    change = [0] * 11
    for group, concept, parts in _MOVEMENTS:
        of_group: list[tuple[str, str, _Components | None]] = []
        moved = [0] * 11
        for label, name, components in parts:
            movement = _movement(draw, components, consolidated=consolidated)
            moved = _plus(moved, movement)
            if label:
                of_group.append((label, name, movement if any(movement) else None))
        rows.append((group, concept, moved if any(moved) else None))
        rows.extend(each for each in of_group if each[2] or draw.chance.random() < 0.7)
        change = _plus(change, moved)
    closing = _plus(opening, change)
    head: list[tuple[str, str, _Components | None]] = [
        ("一、上年期末余额", "EquityAsPreviouslyReported" + OPENING, opening),
        ("加：会计政策变更", "EffectOfChangesInAccountingPolicies" + OPENING, None),
        ("二、本年期初余额", "Equity" + OPENING, opening),
        ("三、本期增减变动金额（减少以“－”号填列）", "ChangesInEquity", change),
    ]
    every = [*head, *rows, ("四、本期期末余额", "Equity", closing)]
    members = tuple(name for _, name in COLUMNS)
    members += (PARENT_TOTAL[1], MINORITY[1], TOTAL[1]) if consolidated else (TOTAL[1],)
    return PlantedStatement(
        StatementKind.CHANGES_IN_EQUITY,
        scope,
        year,
        tuple(
            PlantedRow(label, concept, _row(components, consolidated=consolidated))
            for label, concept, components in every
        ),
        members,
    )


def closing_of(statement: PlantedStatement) -> _Components:
    """Return the eleven components a matrix ends with."""
    amounts = [amount or 0 for amount in statement.rows[-1].amounts]
    return [*amounts[:10], amounts[11] if len(amounts) > 11 else 0]


def _drawn(draw: Amount, at: int, *, consolidated: bool) -> int:
    if at == _MINORITY and not consolidated:
        return 0
    blank = {_PREFERENCE: 0.9, _PERPETUAL: 0.8, _OTHER: 0.9, _SPECIAL: 0.7, _TREASURY: 0.5, _OCI: 0.3}.get(at, 0.0)
    if draw.chance.random() < blank:
        return 0
    amount = draw.draw(signed=at in (_OCI, _RETAINED), blank=False) or 0
    return max(amount, 1000) if at == _CAPITAL else amount  # no company is without (公司法)


def _movement(draw: Amount, components: tuple[int, ...], *, consolidated: bool) -> _Components:
    """Draw one row; two components with a minus sign exchange one amount between them."""
    moved = [0] * 11
    if len(components) == 2 and components[1] < 0:
        amount = 0 if draw.chance.random() < 0.5 else draw.draw(blank=False) or 0
        moved[-components[0]] = amount
        moved[-components[1]] = -amount
        return moved
    for at in components:
        if at != _MINORITY or consolidated:
            moved[at] = draw.draw(signed=at != _CAPITAL) or 0
    return moved


def _plus(left: _Components, right: _Components) -> _Components:
    return [a + b for a, b in zip(left, right, strict=True)]


def _row(components: _Components | None, *, consolidated: bool) -> tuple[int | None, ...]:
    """Return the printed columns of a row; zero is a blank, but for totals of components that cancel out."""
    if components is None:
        return (None,) * (13 if consolidated else 11)
    owners = sum(components[:10]) - 2 * components[_TREASURY]
    totals = [owners, components[_MINORITY], owners + components[_MINORITY]] if consolidated else [owners]
    return tuple(amount or None for amount in (*components[:10], *totals))
