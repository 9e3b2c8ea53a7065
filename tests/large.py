"""A large district for the benchmarks: the examples many times over, with most of their permits under way.

About one in eleven of its open clocks is in 今日, as among the examples themselves, which imitate a real
district. On the limits of the rules alone every second one would be, for a permit calls ten working days
ahead and most limits are not longer; therefore most permits under way were granted more time, and the days of
problems are spread in the same way, up to half a year ahead.
"""

from __future__ import annotations

from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from fangzi_desktop.app import open_workspace
from fangzi_desktop.domain.permits import READY
from fangzi_desktop.domain.terms import Applicability, PermitState, ProblemState, Route, Unit
from fangzi_desktop.services.demo import fill_with_examples
from fangzi_desktop.services.permits import start_checklist
from fangzi_desktop.services.recount import recount
from fangzi_desktop.storage.database import DATABASE_NAME, connect
from fangzi_desktop.storage.work import View, Work

# How many projects are made one by one; the rest are copies of these.
_MADE = 100
# How many items at the head of each checklist stay as they are: something must be left to begin with.
_LEFT = 6
# How many problems each project has beside its own.
_PROBLEMS = 9
# Every so many of the permits under way has the limit of its rule; the others have up to this time more.
_ON_TIME = 8
_MORE_WORKDAYS = range(10, 150)
# Where the days of problems lie, in calendar days from today.
_PROBLEM_DAYS = range(-10, 160)
# Steps of a size that has no divisor in common with the ranges reach all of their days in turn.
_STRIDE = 101


def make_large(folder: Path, projects: int, today: date) -> None:
    """Make a team folder with so many projects, in whole hundreds, and some forty clocks in each."""
    with closing(open_workspace(folder, today)) as workspace:
        workspace.do(fill_with_examples, _MADE)
        workspace.do(_list_permits)
    with closing(connect(folder / DATABASE_NAME)) as connection:
        # Nothing is lost if the power fails here, and a small cache would write every page many times.
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA cache_size=-400000")
        connection.execute("BEGIN IMMEDIATE")
        _begin_permits(connection, today)
        _grant_more_time(connection, today)
        _raise_problems(connection, today)
        _copy(connection, -(-projects // _MADE) - 1)
        connection.execute("COMMIT")
        connection.execute("ANALYZE")
    with closing(open_workspace(folder, today)) as workspace, workspace.store.write() as session:
        recount(View(session, workspace.today, workspace.now, workspace.calendar, workspace.rules), None)


def _list_permits(work: Work) -> None:
    """Give a checklist to every project without one."""
    from sqlalchemy import select

    from fangzi_desktop.storage.tables import PermitItemRow, ProjectRow

    begun = set(work.session.scalars(select(PermitItemRow.project_id).distinct()))
    for project in work.session.scalars(select(ProjectRow.id)):
        if project not in begun:
            start_checklist(work, project, Route.NEW_LAND)


def _begin_permits(connection: Any, today: date) -> None:
    """Have what nobody has begun accepted within the last weeks, but for the head of each checklist."""
    connection.execute(
        """
        UPDATE permit_item SET applicability = :required, state = :accepted,
            accepted_on = date(:today, '-' || (1 + rowid % 30) || ' days')
        WHERE state = :unbegun AND applicability <> :excluded AND code <> :ready AND id NOT IN (
            SELECT id FROM (
                SELECT id, row_number() OVER (PARTITION BY project_id ORDER BY position) AS place
                FROM permit_item WHERE state = :unbegun AND applicability = :required
            ) WHERE place <= :left
        )
        """,
        {
            "required": Applicability.REQUIRED.value,
            "excluded": Applicability.NOT_APPLICABLE.value,
            "accepted": PermitState.ACCEPTED.value,
            "unbegun": PermitState.NOT_STARTED.value,
            "ready": READY,
            "today": today.isoformat(),
            "left": _LEFT,
        },
    )


def _grant_more_time(connection: Any, today: date) -> None:
    """Extend the limits of most permits under way, so that their due days are spread over months."""
    under_way = connection.execute(
        "SELECT id, project_id FROM permit_item WHERE state = ? ORDER BY rowid", (PermitState.ACCEPTED.value,)
    ).fetchall()
    for number, (item, project) in enumerate(under_way):
        if number % _ON_TIME:
            _insert(
                connection,
                "extension",
                id=f"{item}.e",
                project_id=project,
                item_id=item,
                granted_on=today.isoformat(),
                amount=_spread(_MORE_WORKDAYS, number),
                unit=Unit.WORKING_DAY.value,
                approved_by="审批部门负责人",
                reason="材料需专家评审",
                document_no="",
                statutory=0,
            )


def _spread(days: range, number: int) -> int:
    return days[number * _STRIDE % len(days)]


def _raise_problems(connection: Any, today: date) -> None:
    projects = [project for (project,) in connection.execute("SELECT id FROM project").fetchall()]
    for place, project in enumerate(projects):
        for number in range(_PROBLEMS):
            days = _spread(_PROBLEM_DAYS, place * _PROBLEMS + number)
            _insert(
                connection,
                "problem",
                id=f"{project}.p{number}",
                project_id=project,
                number=100 + number,
                text="水电气接入方案待定",
                raised_on=(today - timedelta(days=20)).isoformat(),
                responsible_unit="属地街道",
                due=(today + timedelta(days=days)).isoformat(),
                suggestion="",
                state=ProblemState.OPEN.value,
                closing_note="",
                listed_no="",
            )


def _insert(connection: Any, table: str, **values: object) -> None:
    columns, places = ", ".join(values), ", ".join("?" * len(values))
    connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({places})", [*values.values()])


def _copy(connection: Any, times: int) -> None:
    """Copy every project with all that belongs to it; the ids of a copy end with its number."""
    connection.execute("CREATE TEMP TABLE copy (mark TEXT)")
    connection.executemany("INSERT INTO copy VALUES (?)", [(f".{number + 1}",) for number in range(times)])
    owned = {"project", *(table for table in _tables(connection) if _is_owned(connection, table))}
    for table in sorted(owned):
        refers = {name for name, other in _keys(connection, table) if other in owned}
        values = [
            f"{name} || mark" if name in refers | {"id"} or (table, name) in _TOLD_APART else name
            for name in _columns(connection, table)
        ]
        connection.execute(f"INSERT INTO {table} SELECT {', '.join(values)} FROM {table}, copy")


_TOLD_APART = {("project", "name"), ("project", "sort_key"), ("project", "search_key")}


def _tables(connection: Any) -> list[str]:
    return [
        name
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    ]


def _columns(connection: Any, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})").fetchall()]


def _keys(connection: Any, table: str) -> list[tuple[str, str]]:
    """The columns that name rows of other tables, each with the table."""
    return [(row[3], row[2]) for row in connection.execute(f"PRAGMA foreign_key_list({table})").fetchall()]


def _is_owned(connection: Any, table: str) -> bool:
    return ("project_id", "project") in _keys(connection, table)
