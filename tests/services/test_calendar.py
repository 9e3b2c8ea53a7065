"""The years of the official calendar: what is known, and what loading another would change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import Stage
from fangzi_desktop.domain.workdays import CalendarYear
from fangzi_desktop.services.calendar import (
    LARGEST_FILE,
    PASTED,
    MovedClock,
    load_year,
    missing_year,
    read_calendar_file,
    read_notice,
    year_effect,
    years,
)
from fangzi_desktop.services.deadlines import deadlines
from fangzi_desktop.services.problems import ProblemForm, raise_problem
from fangzi_desktop.services.projects import correct_stage_dates
from fangzi_desktop.services.upkeep import check
from fangzi_desktop.services.workspace import Workspace
from tests.builders import REST_OF_2027, a_project
from tests.conftest import OpenWorkspace

# 2027 is not shipped: its arrangement was not published when the calendar was made.
NEXT_YEAR = CalendarYear(
    2027,
    rest=frozenset(date(2027, 1, day) for day in (1, 2, 3, 4)),
    work=frozenset({date(2027, 1, 9)}),
    source="试排",
    names={date(2027, 1, day): "元旦" for day in (1, 2, 3, 4, 9)},
)
NOTICE = (
    """国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕7号
一、元旦：1月1日（周五）至3日（周日）放假，共3天。"""
    + REST_OF_2027
)


@pytest.fixture
def december(open_folder: OpenWorkspace) -> Workspace:
    """A project whose review ends early in 2027, and a problem with an agreed day then."""
    workspace = open_folder(date(2026, 12, 24))
    project = workspace.do(a_project, "甲", stage=Stage.REVIEW).value
    workspace.do(correct_stage_dates, project, Stage.REVIEW, date(2026, 12, 21), None)
    workspace.do(raise_problem, project, ProblemForm("用电", due=date(2027, 1, 4)))
    return workspace


def test_a_year_that_clocks_reach_into_is_listed_as_unpublished(december: Workspace) -> None:
    newest, before, *_ = december.read(years)
    assert (newest.year, newest.is_published, newest.clocks, newest.rest, newest.source) == (
        2027,
        False,
        2,
        0,
        "",
    )
    assert (before.year, before.is_published, before.clocks) == (2026, True, 0)
    assert before.rest > 25
    assert before.source


def test_the_effect_of_a_year_is_told_before_anything_is_written(december: Workspace) -> None:
    due = {line.face.label: line.face.due for line in december.read(deadlines)}
    effect = december.read(year_effect, NEXT_YEAR)
    assert effect.moved == (MovedClock("甲", "论证", date(2027, 1, 5), date(2027, 1, 6)),)
    assert effect.confirmed == 2
    assert effect.replaces is None
    assert {line.face.label: line.face.due for line in december.read(deadlines)} == due


def test_what_was_told_is_what_loading_does_and_an_undo_takes_back(december: Workspace) -> None:
    told = december.read(year_effect, NEXT_YEAR)
    december.do(load_year, NEXT_YEAR)
    faces = {line.face.label: line.face for line in december.read(deadlines)}
    assert faces["论证"].due == told.moved[0].after
    assert not faces["论证"].provisional
    assert faces["用电"].due == date(2027, 1, 4)
    assert december.read(check) == ()
    again = december.read(year_effect, NEXT_YEAR)
    assert (again.moved, again.confirmed, again.replaces) == ((), 0, NEXT_YEAR)
    december.undo()
    assert december.read(years)[0].is_published is False
    assert {line.face.label: line.face.due for line in december.read(deadlines)}["论证"] == date(2027, 1, 5)


def test_loading_a_year_again_replaces_it(december: Workspace) -> None:
    december.do(load_year, NEXT_YEAR)
    december.do(load_year, read_notice(NOTICE))
    line = december.read(years)[0]
    assert (line.rest, line.work, line.source) == (27, 0, "国办发明电〔2026〕7号")


def test_a_pasted_notice_without_a_number_says_that_it_was_pasted() -> None:
    text = NOTICE.replace("国办发明电〔2026〕7号\n", "")
    assert read_notice(text).source == PASTED


@pytest.mark.parametrize("text", ["", "今天天气很好", "一、元旦：1月1日至3日放假，共3天。"])
def test_what_is_no_notice_is_refused(text: str) -> None:
    with pytest.raises(UserError, match=r"calendar\.unreadable"):
        read_notice(text)


def test_a_file_is_read_whatever_its_encoding(tmp_path: Path) -> None:
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        file = tmp_path / f"{encoding}.txt"
        file.write_text(NOTICE, encoding=encoding)
        assert read_calendar_file(file).year == 2027


def test_a_file_that_cannot_be_an_arrangement_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"file\.missing"):
        read_calendar_file(tmp_path / "none.json")
    large = tmp_path / "large.txt"
    large.write_bytes(b" " * (LARGEST_FILE + 1))
    with pytest.raises(UserError, match=r"file\.too_large"):
        read_calendar_file(large)
    picture = tmp_path / "picture.json"
    picture.write_bytes(b"\x89PNG\xff\xff\xff")
    with pytest.raises(UserError, match=r"file\.not_text"):
        read_calendar_file(picture)
    with pytest.raises(UserError, match=r"file\.unreadable"):
        read_calendar_file(tmp_path)


@pytest.mark.parametrize(
    ("today", "missing"),
    [
        pytest.param(date(2026, 10, 31), None, id="before the notice can be expected"),
        pytest.param(date(2026, 11, 1), 2027, id="from November on"),
        pytest.param(date(2026, 12, 31), 2027, id="to the year's end"),
        pytest.param(date(2027, 1, 1), 2027, id="the year has begun"),
        pytest.param(date(2027, 12, 1), 2027, id="this year's before the next"),
        pytest.param(date(2025, 12, 1), None, id="both are loaded"),
    ],
)
def test_the_year_whose_notice_is_missing_is_told(
    open_folder: OpenWorkspace, today: date, missing: int | None
) -> None:
    assert open_folder(today).read(missing_year) == missing


def test_a_year_is_no_longer_missing_once_it_is_loaded(december: Workspace) -> None:
    assert december.read(missing_year) == 2027
    december.do(load_year, NEXT_YEAR)
    assert december.read(missing_year) is None
    december.undo()
    assert december.read(missing_year) == 2027


def test_days_that_were_left_out_are_suspected(december: Workspace) -> None:
    # Four days of 元旦 for one by law, of which one is a Saturday, one a Sunday and one is made up.
    assert december.read(year_effect, NEXT_YEAR).surplus_days_off == 1 - 13
    without = replace(NEXT_YEAR, work=frozenset())
    assert december.read(year_effect, without).surplus_days_off == 2 - 13
