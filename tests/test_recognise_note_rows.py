from __future__ import annotations

from test_recognise_note_tables import REPORT, document, grid, nested, place, recognise

from converter.model.period import Duration
from converter.recognise.note_tables import recognise_note_tables


def test_a_list_of_which_below_a_blank_row_keeps_its_blank_rows_inside() -> None:
    (statement,) = recognise(
        grid("""
        项目 | 期末余额 | 期初余额
        货币资金 | |
        其中：美元 | |
        港币 | 1.00 | 2.00
        应收账款 | |
        其中：美元 | 3.00 | 4.00
        港币 | |
        其他流动资产 | |
        其中：美元 | |
        港币 | 5.00 | 6.00
        """)
    )
    parents = [parent for _, _, parent in nested(statement)]
    assert parents == [None, 0, 0, None, 3, 3, None, 6, 6]


def test_bare_rows_head_blocks_of_like_rows_up_to_their_sums() -> None:
    (statement,) = recognise(
        grid("""
        项目 | 期末余额 | 期初余额
        某业 | |
        原料 | 1.00 | 2.00
        人工 | 1.00 | 2.00
        小计 | 2.00 | 4.00
        别业 | |
        原料 | 3.00 | 4.00
        人工 | 3.00 | 4.00
        小计 | 6.00 | 8.00
        合计 | 8.00 | 12.00
        """)
    )
    assert [parent for _, _, parent in nested(statement)] == [None, 0, 0, 0, None, 4, 4, 4, None]


def test_a_name_glued_to_its_number_is_the_label() -> None:
    (statement,) = recognise(
        grid("""
        序号 | 公司名称 | 注册地 | 期末余额 | 期初余额
        1 | 甲某有限公司 | 某市 | 1.00 | 2.00
        """),
        grid(
            """
            2乙某有限公司 | 某市 | 3.00 | 4.00
            """,
            5,
        ),
    )
    assert [item.printed_label for item in statement.items] == ["甲某有限公司", "乙某有限公司"]


def test_a_question_answered_beside_it_is_no_piece_of_the_label_above() -> None:
    (statement,) = recognise(
        grid("""
        股东名称 | 股东性质 | 期末余额 | 期初余额
        某某和 | 自然人 | 1.00 | 2.00
        前十名股东之间的关系 | 不适用 | |
        """)
    )
    assert statement.items[0].printed_label == "某某和"


def test_where_most_rows_share_their_label_all_are_told_by_both_columns() -> None:
    (statement,) = recognise(
        grid("""
        项目名称 | 关联方 | 期末余额 | 期初余额
        应收账款 | 甲公司 | 1.00 | 2.00
        应收账款 | 乙公司 | 1.00 | 2.00
        预付款项 | 丙公司 | 1.00 | 2.00
        合计 | | 3.00 | 6.00
        """)
    )
    labels = [item.printed_label for item in statement.items]
    assert labels == ["应收账款/甲公司", "应收账款/乙公司", "预付款项/丙公司", "合计"]


def test_a_name_that_comes_again_with_the_amounts_above_it_is_all_of_them() -> None:
    (statement,) = recognise(
        grid("""
        项目 | 期末余额 | 期初余额
        收到的现金 | 3.00 | 4.00
        某有限公司 | 3.00 | 4.00
        持有的现金 | 1.00 | 2.00
        某有限公司 | 1.00 | 2.00
        净额 | 2.00 | 2.00
        """)
    )
    assert [parent for _, _, parent in nested(statement)] == [None, 0, None, 2, None]


def test_around_a_label_printed_in_the_middle_of_its_rows_nobody_s_rows_are_its_neighbours() -> None:
    (statement,) = recognise(
        grid("""
        担保方 | 授信金额 | 实际担保金额 | 起始日
        甲某有限公司 | 900.00 | 100.00 | 2020-1-1
         | | 200.00 | 2020-2-1
         | 乙某有限公司 | 700.00 | 300.00
         | | 400.00 | 2020-4-1
        丙某有限公司 | 800.00 | 500.00 | 2020-5-1
         | | 600.00 | 2020-6-1
        """)
    )
    labels = [item.printed_label.partition("/")[0] for item in statement.items]
    assert labels == ["甲某有限公司", "（未标明）", "乙某有限公司", "（未标明）", "丙某有限公司", "丙某有限公司"]


def test_a_piece_of_a_torn_label_amid_numbered_rows_heads_nothing() -> None:
    (statement,) = recognise(
        grid("""
        项目 | 甲类 | 合计
        一、账面原值 | |
        1.期初余额 | 2.00 | 2.00
        租赁 | |
        4.期末余额 | 2.00 | 2.00
        二、累计折旧 | |
        1.期初余额 | 1.00 | 1.00
        租赁 | |
        4.期末余额 | 1.00 | 1.00
        三、账面价值 | |
        1.期末账面价值 | 1.00 | 1.00
        """)
    )
    parents = [parent for _, _, parent in nested(statement)]
    assert [parents[row] for row in (3, 5, 7, 8)] == [0, 4, 4, None]


def test_a_row_that_prints_its_sum_before_an_empty_last_cell_lost_cells() -> None:
    (statement,) = recognise(
        grid("""
        项目 | 第一层次 | 第二层次 | 第三层次 | 合计
        甲投资 | 4.00 | 1.00 | 5.00 |
        乙投资 | 2.00 | | 1.00 | 3.00
        """)
    )
    assert [len(item.readings[0]) for item in statement.items] == [0, 3]


def test_rows_led_by_dashes_below_a_sum_that_prints_nothing_are_its_items() -> None:
    statements = recognise(
        "(1) 不重要的联营企业的汇总财务信息",
        grid("""
        项目 | 期末余额/本期发生额 | 期初余额/上期发生额
        联营企业： | |
        投资账面价值合计 | 9.00 | 8.00
        下列各项按持股比例计算的合计数 | |
        --净利润 | 2.00 | 1.00
        --其他综合收益 | |
        --综合收益总额 | 2.00 | 1.00
        """),
    )
    assert [parent for _, _, parent in nested(statements[0])][3:] == [2, 2, 2]


def test_the_tail_of_a_company_s_name_goes_on_with_the_label_above() -> None:
    (statement,) = recognise(
        grid("""
        被投资单位 | 期初余额 | 期末余额
        甲地药材 | 3.00 | 4.00
        发展有限公司 | |
        乙地有限公司 | 1.00 | 2.00
        合计 | 4.00 | 6.00
        """)
    )
    assert [label for label, _, _ in nested(statement)] == ["甲地药材发展有限公司", "乙地有限公司", "合计"]


def test_ages_that_stand_a_row_below_their_amounts_are_none() -> None:
    head = "账龄 | 期末余额 | 期初余额\n1至2年 | 1.00 | 2.00\n{}\n2至3年 | 5.00 | 6.00\n"
    for label, rest, left in (
        (" ", "3至4年 | 7.00 | 8.00\n合计 | 9.00 | 9.00", ["", "合计"]),
        (" ", "3年以上 | 9.00 | 9.00", [""]),
        (" ", "3年以上 | 7.00 | 8.00\n合计 | 9.00 | 9.00", ["3年以上", "合计"]),
        ("其他", "3年以上 | 7.00 | 8.00", ["3年以上"]),
    ):
        (table,) = recognise(grid(head.format(f"{label} | 3.00 | 4.00") + rest))
        late = "2至3年" if label.strip() else ""
        assert [item.printed_label for item in table.items] == ["1至2年", label.strip(), late, *left]


def test_the_tail_of_a_name_in_a_list_of_companies_goes_on_with_the_list() -> None:
    (statement,) = recognise(
        grid("""
        纳税主体名称 | 所得税税率
        甲某公司、乙某公司、丙某 |
        公司、丁某公司 | 15%
        戊某公司 | 20%
        公司、子公司 | 25%
        """)
    )
    labels = [item.printed_label for item in statement.items]
    assert labels == ["甲某公司、乙某公司、丙某公司、丁某公司", "戊某公司", "公司、子公司"]


def test_the_tail_of_a_name_heads_no_columns() -> None:
    first = grid("单位名称 | 收回金额 | 转回原因 | 收回方式\n甲科技 | 5.00 | 根据回款情 | 银行退款")
    rest = grid("有限公司 | 况，转回坏账 | \n合计 | 5.00 | ")
    (statement,) = recognise(first, rest)
    assert [item.printed_label for item in statement.items] == ["甲科技有限公司", "合计"]
    assert [[str(a.value) for a in item.readings[0]] for item in statement.items] == [["5.00"], ["5.00"]]


def test_the_tail_of_a_name_is_no_row_whatever_stands_beside_it_and_none_of_a_whole_name() -> None:
    (statement,) = recognise(
        grid("""
        被投资单位 | 期初余额 | 期末余额 | 指定的原因
        甲地集团股份 | 3.00 | 4.00 | 并非以交易为目的持有该金
        有限公司 | | | 融工具
        乙地管理公司 | 1.00 | 2.00 | 长期持有
        公司 | | |
        丙地中心(有限合伙) | 1.00 | 2.00 | 长期持有
        有限公司 | | |
        合计 | 5.00 | 8.00 | /
        """)
    )
    labels = [label for label, _, amounts in nested(statement)]
    assert labels[0] == "甲地集团股份有限公司"
    assert {"乙地管理公司", "丙地中心(有限合伙)"} < set(labels)


def test_pieces_of_a_label_that_a_rule_is_about_are_joined_where_neither_is_one() -> None:
    sample = grid("""
        项目 | 本期发生额 | 上期发生额
        使用前期未确认递延所得税资产的可抵 | 3.00 | 4.00
        扣亏损的影响 | |
        其他 | 1.00 | 2.00
        应收款 | |
        """)
    labels = {"使用前期未确认递延所得税资产的可抵扣亏损的影响", "其他", "其他应收款", "应收款"}
    (statement,) = recognise_note_tables(document(sample), {0: place(continued=False)}, (), REPORT, labels)[0]
    assert [label for label, _, _ in nested(statement)][:3] == [
        "使用前期未确认递延所得税资产的可抵扣亏损的影响",
        "其他",
        "应收款",
    ]


def test_the_rest_of_a_label_that_begins_a_page_is_of_the_row_the_page_ended_with() -> None:
    (statement,) = recognise(
        grid("""
        单位名称 | 款项的性质 | 期末余额 | 账龄 | 占其他应收款期末余额合计数的比例
        甲某有限公司 | 借款 | 1.00 | 1年以内 | 25.00%
        乙某农业 | 借款 | 2.00 | 1年以内 | 50.00%
        """),
        grid(
            """
            科技开发有限公司 | | 其中若干 | 两年 |
            丙某有限公司 | 借款 | 1.00 | 1年以内 | 25.00%
            """,
            7,
        ),
    )
    assert [item.printed_label for item in statement.items] == [
        "甲某有限公司",
        "乙某农业科技开发有限公司",
        "丙某有限公司",
    ]


def test_the_rest_of_a_name_beside_the_label_goes_with_it_over_the_page() -> None:
    (statement,) = recognise(
        grid("""
        项目名称 | 关联方 | 期末余额 | 期初余额
        应收账款 | 甲某医院 | 1.00 | 2.00
        应收账款 | 乙某国医堂健 | 3.00 | 4.00
        """),
        grid(
            """
             | 康管理有限公司 | |
            应收账款 | 丙某医院 | 5.00 | 6.00
            """,
            7,
        ),
    )
    assert [item.printed_label for item in statement.items] == [
        "应收账款/甲某医院",
        "应收账款/乙某国医堂健康管理有限公司",
        "应收账款/丙某医院",
    ]


def test_amounts_beside_nothing_but_of_which_are_those_of_the_bare_row_below() -> None:
    rows = "项目 | 本期 | 上期\n人工 | 5.00 | 6.00\n合计 | 5.00 | 6.00\n其中： | 4.00 | 3.00\n"
    rows += "费用化研发支出 | |\n资本化研发支出 | 1.00 | 3.00"
    (table,) = recognise(grid(rows))
    assert [item.printed_label for item in table.items[2:]] == ["其中：费用化研发支出", "资本化研发支出"]
    assert [str(amount.value) for amount in table.items[2].readings[0]] == ["4.00", "3.00"]
    (table,) = recognise(grid(rows.replace("费用化研发支出 | |\n", "")))
    assert table.items[2].printed_label == ""


def test_a_name_goes_on_with_what_a_page_break_parted_from_it_where_the_whole_stands_elsewhere() -> None:
    first = "母公司名称 | 注册地 | 业务性质 | 注册资本\n甲地九龙 | 福建省 | 对工 | 40.00"
    rest = "江集团公司 | 甲地市 | 业、农业、建筑业的投资"
    elsewhere = "股东名称 | 期末持股数\n甲地九龙江集团公司 | 5.00\n合计 | 5.00"
    for grids, name in (((first, rest, elsewhere), "甲地九龙江集团公司"), ((first, rest), "甲地九龙")):
        places = {number: place(continued=number == 1) for number in range(len(grids))}
        statements = recognise_note_tables(document(*map(grid, grids)), places, (), REPORT)[0]
        assert statements[0].items[0].printed_label == name


def test_a_row_that_begins_on_the_day_of_the_label_below_is_its_own() -> None:
    (statement,) = recognise(
        grid("""
        担保方 | 被担保方 | 担保金额 | 担保起始日 | 担保到期日
        甲某有限公司 | 丁某公司 | 1.00 | 2022-9-19 | 2023-11-2
         | | 2.00 | 2022-9-19 | 2023-12-27
         | | 3.00 | 2020-9-22 | 2021-10-29
        乙某有限公司 | 丁某公司 | 4.00 | 2020-9-22 | 2021-11-25
         | | 5.00 | 2020-9-22 | 2022-2-8
        """)
    )
    owners = [item.printed_label.split("/")[0] for item in statement.items]
    assert owners == ["甲某有限公司", "甲某有限公司", "乙某有限公司", "乙某有限公司", "乙某有限公司"]


def test_a_total_is_the_rest_of_a_label_that_a_rule_is_about_only_as_a_whole() -> None:
    sample = grid("""
        利润表项目 | 调整前 | 调整后
        净利润 | 5.00 | 6.00
        归属于母公司股东的综 | 3.00 | 4.00
        合收益总额 | |
        利润总额 | |
        """)
    labels = {"归属于母公司股东的综合收益总额", "净利润", "利润总额"}
    (statement,) = recognise_note_tables(document(sample), {0: place(continued=False)}, (), REPORT, labels)[0]
    assert [label for label, _, _ in nested(statement)][:2] == ["净利润", "归属于母公司股东的综合收益总额"]


def test_the_lines_that_a_change_has_its_effect_on_are_joined_to_each_row() -> None:
    (statement,) = recognise(
        grid("""
        会计政策变更的内容和原因 | 受重要影响的报表项目名称 | 影响金额
        执行解释第16号 | 递延所得税资产 | 1.00
        执行解释第17号 | 无 | 0.00
        """)
    )
    assert [item.printed_label for item in statement.items] == ["执行解释第16号/递延所得税资产", "执行解释第17号"]
    assert statement.place is not None
    assert statement.place.row_header.endswith("/受重要影响的报表项目名称")


def test_a_fund_s_name_goes_on_over_the_page_up_to_its_end() -> None:
    head = "股东名称 | 期初持股数量 | 期末持股数量\n甲银行股份有限公司-乙医药交易型开 | 1,000 | 2,000"
    rows = "放式指数 | |\n证券投资基金 | |\n丙银行股份有限公司-丁基金 | 3,000 | 4,000"
    (statement,) = recognise(grid(head), grid(rows, 7))
    names = [item.printed_label for item in statement.items]
    assert names == ["甲银行股份有限公司-乙医药交易型开放式指数证券投资基金", "丙银行股份有限公司-丁基金"]


def test_a_fund_s_name_goes_on_with_the_row_its_rest_is_torn_over() -> None:
    head = "股东名称 | 期初持股数量 | 期末持股数量\n甲银行股份有限公司-中证 | 1,000 | 2,000"
    for rest, name in (
        ("500 | 交易型开放式 | 证券投资基金", "甲银行股份有限公司-中证500交易型开放式证券投资基金"),
        ("乙公司 | 1,000 | 某基金", "甲银行股份有限公司-中证"),
    ):
        statements = recognise_note_tables(
            document(grid(head), grid(rest, 7)), {0: place(), 1: place(continued=False)}, (), REPORT
        )[0]
        assert statements[0].items[0].printed_label == name


def test_a_row_amid_a_body_heads_the_year_to_date_and_the_same_days_before() -> None:
    tables = recognise(
        grid("""
         | 本报告期末 | 本报告期初 | 增减变动
        货币资金 | 5.00 | 4.00 | 25.00%
        年初至本报告期末 | 上年同期 | 同比增减
        销售费用 | 3.00 | 2.00 | 50.00%
        """)
    )
    assert [len(table.items) for table in tables] == [1, 1]
    this, last = (column.period for column in tables[1].columns[:2])
    assert isinstance(this, Duration)
    assert isinstance(last, Duration)
    assert this.start.replace(year=last.start.year) == last.start


def test_the_header_of_labels_may_stand_off_them() -> None:
    (statement,) = recognise(
        grid("""
         | 股东名称 | 期初限售股数 | 期末限售股数
        甲某 | | 5 | 4
        乙某 | | 3 | 2
        """)
    )
    assert statement.place is not None
    assert statement.place.row_header == "股东名称"
