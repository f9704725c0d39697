from __future__ import annotations

from test_recognise_note_tables import grid, recognise

from converter.model.statement import Scope

TABLE = """
    受影响的项目 | 2022年末（合并） | 2022年末（合并） | 2022年末（母公司） | 2022年末（母公司）
     | 调整前 | 调整后 | 调整前 | 调整后
    递延所得税资产 | 1.00 | 2.00 | 3.00 | 4.00
    盈余公积 | 5.00 | | 7.00 | 8.00
    """


def test_columns_of_the_group_and_of_the_parent_are_a_table_of_each() -> None:
    tables = recognise(grid(TABLE))
    assert [table.scope for table in tables] == [Scope.CONSOLIDATED, Scope.PARENT_ONLY]
    assert len({table.id for table in tables}) == len(tables)
    assert [[column.measure for column in table.columns] for table in tables] == [["调整前", "调整后"]] * 2
    found = [
        [[(amount.column, str(amount.value)) for amount in item.readings[0]] for item in table.items]
        for table in tables
    ]
    assert found == [
        [[(0, "1.00"), (1, "2.00")], [(0, "5.00")]],
        [[(0, "3.00"), (1, "4.00")], [(0, "7.00"), (1, "8.00")]],
    ]


def test_a_column_that_names_no_scope_leaves_its_table_whole() -> None:
    (table,) = recognise(grid(TABLE.replace("2022年末（母公司） | 2022年末（母公司）", "甲公司 | 母公司")))
    assert table.scope is Scope.CONSOLIDATED
    (table,) = recognise(grid("项目 | 企业合并增加 | 母公司\n商誉 | 1.00 | 2.00\n合计 | 1.00 | 2.00"))
    assert len(table.columns) == 2
