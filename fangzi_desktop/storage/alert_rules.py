"""What the rules of calling are tried on: the open clocks of one kind, without what is not needed for it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.terms import ClockKind, LimitKind
from fangzi_desktop.storage.tables import ClockRow, table_of

_CLOCK = table_of(ClockRow)


class DueClock(NamedTuple):
    """An open clock with a due day."""

    id: str
    project_id: str
    label: str
    start: date | None
    due: date


def due_clocks(session: Session, kind: ClockKind, until: date) -> list[DueClock]:
    """Return the clocks of a kind with a ceiling that are due by `until`, earliest due first."""
    columns = [_CLOCK.c[name] for name in DueClock._fields]
    statement = (
        sa.select(*columns)
        .where(_CLOCK.c.kind == kind, _CLOCK.c.limit_kind == LimitKind.MAX, _CLOCK.c.due <= until)
        .order_by(_CLOCK.c.due, _CLOCK.c.id)
    )
    return [DueClock(*row) for row in session.connection().execute(statement)]
