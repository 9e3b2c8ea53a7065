"""How often the records behind a project's clocks were changed, as the journal counts it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.storage.tables import ActRow, ChangeRow, table_of

# Acts on these move no due date, though they belong to no project.
_BESIDES = ("setting", "snooze", "notice", "alert_rule", "assessment_rule", "assessment_mark")


class Revision(NamedTuple):
    """The newest act that touched something: its number, which only grows, and its moment."""

    act: int
    at: datetime


def project_revisions(session: Session) -> dict[str, Revision]:
    """Return the newest act that changed anything of a project, by the project's id."""
    act, change = table_of(ActRow), table_of(ChangeRow)
    statement = (
        sa.select(change.c.project_id, sa.func.max(act.c.id).label("act"), sa.func.max(act.c.at).label("at"))
        .join(act, act.c.id == change.c.act)
        .where(change.c.project_id.is_not(None))
        .group_by(change.c.project_id)
    )
    return {row.project_id: Revision(row.act, row.at) for row in session.connection().execute(statement)}


def team_revision(session: Session) -> Revision | None:
    """Return the newest act that changed a calendar, a limit or another rule of all projects."""
    act, change = table_of(ActRow), table_of(ChangeRow)
    statement = (
        sa.select(sa.func.max(act.c.id).label("act"), sa.func.max(act.c.at).label("at"))
        .join(change, act.c.id == change.c.act)
        .where(change.c.project_id.is_(None), change.c.table_name.not_in(_BESIDES))
    )
    row = session.connection().execute(statement).one()
    return Revision(row.act, row.at) if row.act is not None else None


def first_act(session: Session) -> str:
    """Return the mark of the team folder's first act, which every copy of the folder shares; "" for none."""
    table = table_of(ActRow)
    found = session.connection().execute(sa.select(table.c.uuid).order_by(table.c.id).limit(1)).scalar()
    return str(found or "")
