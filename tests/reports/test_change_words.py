"""How papers tell what changed since the last number."""

from __future__ import annotations

from datetime import date

import pytest

from fangzi_desktop.domain.report_changes import Changes, ProjectChange
from fangzi_desktop.domain.terms import Light, ProjectStatus, Stage
from fangzi_desktop.reports.change_words import change_cell, change_sources, since_last

FRIDAY = date(2023, 2, 24)
MANY = Changes(
    2023,
    7,
    date(2023, 2, 17),
    (
        ProjectChange("a", "甲", is_new=True),
        ProjectChange("b", "乙", left_as=ProjectStatus.VETOED),
        ProjectChange("c", "丙", is_gone=True),
        ProjectChange("d", "丁", stage_before=Stage.REVIEW, stage=Stage.FORMATION, light=Light.RED),
        ProjectChange("e", "戊", stage_before=Stage.PERMITS, stage=Stage.REVIEW, done_yuan=120_000_000),
        ProjectChange("f", "己", light=Light.GREEN, done_yuan=-20_000_000),
    ),
    9,
    5,
)


def test_every_change_is_counted_against_the_named_number() -> None:
    assert since_last(MANY, 3, 2023, FRIDAY) == (
        "与上期（第7期，截至2月17日）相比，新增项目1个，退出项目2个（否决1个、记录已删除1个），环节推进1个，"
        "环节退回1个，转红灯1个，转绿灯1个；两期均填报累计完成投资的9个项目合计增加1亿元；逾期事项由5项减少到3项。"
    )


def test_no_change_is_told_as_none() -> None:
    still = Changes(2022, 52, date(2022, 12, 30))
    assert since_last(still, 0, 2023, FRIDAY) == (
        "与上期（〔2022〕第52期，截至2022年12月30日）相比，项目数、环节和亮灯均无变化；"
        "没有两期均填报累计完成投资的项目，完成投资不作比较；两期均无逾期事项。"
    )


def test_each_count_has_as_many_rows() -> None:
    words = [one.words for one in change_sources(MANY)]
    assert words == [
        "新增项目：甲",
        "退出项目：乙",
        "退出项目：丙",
        "环节推进：丁",
        "环节退回：戊",
        "转红灯：丁",
        "转绿灯：己",
        "完成投资变化：戊 +12000万元",
        "完成投资变化：己 −2000万元",
    ]


@pytest.mark.parametrize(
    ("change", "cell"),
    [
        (None, ""),
        (MANY.projects[0], "新增"),
        (MANY.projects[3], "推进到生成\n转红灯"),
        (MANY.projects[4], "退回论证\n投资+12000万元"),
        (ProjectChange("g", "庚", light=Light.GREY), "不再亮灯"),
    ],
)
def test_a_row_of_the_ledger_tells_its_own_change(change: ProjectChange | None, cell: str) -> None:
    assert change_cell(change) == cell
