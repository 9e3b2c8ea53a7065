"""Numbers and names that each copy of the folder gives out alone, and that no two rows may share."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date

import pytest
import sqlalchemy as sa

from fangzi_desktop.domain.report_terms import ReportKind
from fangzi_desktop.domain.stage_terms import NoticeKind, Role
from fangzi_desktop.domain.terms import ClockKind, PartKind, Route
from fangzi_desktop.services.demo import fill_with_examples
from fangzi_desktop.services.upkeep import check
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.storage.columns import Row
from fangzi_desktop.storage.numbers import NUMBERS, Clash, clashes
from fangzi_desktop.storage.stage_tables import MeetingRow, NoticeRow, ReportIssueRow
from fangzi_desktop.storage.tables import (
    ROWS,
    PartRow,
    PermitItemRow,
    PermitTemplateRow,
    ProblemRow,
    ProblemState,
    ProjectRow,
    table_of,
)
from fangzi_desktop.storage.work import View, Work
from tests.builders import a_project, a_project_with_permits, item_id
from tests.conftest import TODAY, OpenWorkspace


def found(workspace: Workspace, rows: Mapping[str, Collection[str]] | None = None) -> list[Clash]:
    return workspace.read(lambda view: clashes(view.session, rows))


def columns_of(kind: type[Row]) -> list[str]:
    return [column.key for column in table_of(kind).columns]


def project_of(work: View) -> str:
    return str(work.session.scalars(sa.select(ProjectRow.id).limit(1)).one())


def a_notice(work: Work, row_id: str, *, number: int = 3, kind: NoticeKind = NoticeKind.REMINDER) -> Row:
    return NoticeRow(
        id=row_id,
        project_id=project_of(work),
        kind=kind,
        year=2023,
        number=number,
        clock_id="x",
        clock_kind=ClockKind.STAGE,
        document_no="",
        team="专班",
        project_name="甲",
        label="时限",
        addressee="责任单位",
        role=Role.OFFICER,
        due=TODAY,
        overdue_workdays=0,
        issued_on=TODAY,
    )


def a_problem(work: Work, row_id: str, *, number: int = 7) -> Row:
    return ProblemRow(
        id=row_id,
        project_id=project_of(work),
        number=number,
        text="",
        raised_on=TODAY,
        state=ProblemState.OPEN,
    )


def a_meeting(work: Work, row_id: str, *, number: str = "坊论〔2023〕3号") -> Row:
    return MeetingRow(id=row_id, name="会议", held_on=TODAY, minutes_no=number)


def an_issue(work: Work, row_id: str, *, version: int = 1) -> Row:
    return ReportIssueRow(
        id=row_id,
        kind=ReportKind.WEEKLY,
        period="2023-W08",
        year=2023,
        number=8,
        version=version,
        title="",
        issued_on=TODAY,
        pages=1,
        pdf_sha256="",
        pdf_bytes=0,
        content_sha256="",
        content_bytes=0,
    )


def a_version(work: Work, row_id: str, *, version: int = 2) -> Row:
    return PermitTemplateRow(id=row_id, version=version, valid_from=date(2024, 1, 1))


def a_part(work: Work, row_id: str, *, name: str = "一期") -> Row:
    return PartRow(id=row_id, project_id=project_of(work), kind=PartKind.PHASE, name=name, position=1)


Make = Callable[..., Row]
TWICE = [
    pytest.param(a_notice, ("kind", "year", "number"), ("reminder", 2023, 3), {"number": 4}, id="notice"),
    pytest.param(a_problem, ("number",), (7,), {"number": 8}, id="problem"),
    pytest.param(a_meeting, ("minutes_no",), ("坊论〔2023〕3号",), {"number": "4号"}, id="minutes"),
    pytest.param(
        an_issue, ("kind", "year", "number", "version"), ("weekly", 2023, 8, 1), {"version": 2}, id="issue"
    ),
    pytest.param(a_version, ("version",), (2,), {"version": 3}, id="version of the checklist"),
    pytest.param(a_part, ("project_id", "name"), None, {"name": "二期"}, id="part"),
]


@pytest.mark.parametrize(("make", "columns", "values", "other"), TWICE)
def test_a_number_that_two_rows_have_is_found(
    workspace: Workspace,
    make: Make,
    columns: tuple[str, ...],
    values: tuple[object, ...] | None,
    other: dict[str, object],
) -> None:
    project = workspace.do(a_project, "甲").value

    def add(work: Work, row_id: str, **differing: object) -> str:
        return work.add(make(work, row_id, **differing)).__tablename__

    table = workspace.do(add, "一").value
    workspace.do(add, "三", **other)
    assert found(workspace) == []
    workspace.do(add, "二")
    clash = Clash(table, columns, values or (project, "一期"), ("一", "二"))
    assert found(workspace) == [clash]
    assert found(workspace, {table: ["二", "三"]}) == [clash]
    assert found(workspace, {table: ["三"]}) == []
    assert found(workspace, {table: [], "milestone": ["一"]}) == []
    (told,) = workspace.read(check)
    assert told.startswith(f"number.{table}.{columns[-1]}.")


@pytest.mark.parametrize("kind", NoticeKind)
def test_each_kind_of_notice_counts_apart(workspace: Workspace, kind: NoticeKind) -> None:
    workspace.do(a_project, "甲")
    for place in NoticeKind:
        workspace.do(lambda work, place=place: work.add(a_notice(work, place.value, kind=place)) and None)
    assert found(workspace) == []
    workspace.do(lambda work: work.add(a_notice(work, "x", kind=kind)) and None)
    assert [clash.values[0] for clash in found(workspace)] == [kind.value]


def test_projects_share_no_name_and_no_number_and_many_have_none(workspace: Workspace) -> None:
    first, second, _ = (workspace.do(a_project, name).value for name in "甲乙丙")
    assert found(workspace) == []

    def alike(work: Work, **values: str) -> None:
        for row_id in (first, second):
            for field, value in values.items():
                setattr(work.get(ProjectRow, row_id), field, value)

    workspace.do(alike, name="同名", project_no="FZ-1")
    rows = tuple(sorted((first, second)))
    assert found(workspace) == [
        Clash("project", ("project_no",), ("FZ-1",), rows),
        Clash("project", ("name",), ("同名",), rows),
    ]
    assert workspace.read(check) == ("number.project.project_no.FZ-1", "number.project.name.同名")


def test_an_item_of_the_whole_project_is_there_once(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits, Route.NEW_LAND, "甲").value
    workspace.do(a_project_with_permits, Route.NEW_LAND, "乙")
    deal = workspace.do(item_id, project, "LAND_DEAL").value

    def again(work: Work, round_no: int) -> None:
        row = work.get(PermitItemRow, deal)
        values = {column: getattr(row, column) for column in columns_of(PermitItemRow)}
        work.add(PermitItemRow(**{**values, "id": f"第{round_no}轮", "round_no": round_no}))

    workspace.do(again, 2)
    assert found(workspace) == []
    workspace.do(again, 1)
    (clash,) = found(workspace, {"permit_item": ["第1轮"]})
    assert clash.values == (project, "LAND_DEAL", None, 1)
    assert set(clash.rows) == {deal, "第1轮"}
    assert "number.permit_item.round_no.甲/土地成交确认/1" in workspace.read(check)


@pytest.mark.parametrize("table", NUMBERS)
def test_numbers_are_columns_and_the_first_is_always_there(table: str) -> None:
    for columns in NUMBERS[table]:
        assert set(columns) <= set(columns_of(ROWS[table]))
        assert not table_of(ROWS[table]).c[columns[0]].nullable


def test_examples_share_no_number(open_folder: OpenWorkspace) -> None:
    workspace = open_folder(date(2026, 4, 20))
    workspace.do(fill_with_examples, 40)
    assert found(workspace) == []
