"""Numbers given out in the office to records that a copy did not get along."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from fangzi_desktop.storage.reading import driver_of

_SETTING = "field.numbers"


def keep_taken_numbers(connection: Any) -> None:
    """Write into a copied database which numbers are taken, before records of others leave it."""
    problem = connection.execute("SELECT coalesce(max(number), 0) FROM problem").fetchone()[0]
    notices = connection.execute("SELECT kind, year, number FROM notice").fetchall()
    said = json.dumps({"problem": problem, "notice": [list(row) for row in notices]})
    connection.execute("INSERT OR REPLACE INTO setting (id, value) VALUES (?, ?)", (_SETTING, said))


def taken_problem_number(session: Session) -> int:
    """Return the highest number of a problem that the office had given out, 0 in an office."""
    return int(_said(session).get("problem", 0))


def taken_notice_numbers(session: Session, kind: str, year: int) -> Iterable[int]:
    """Return the numbers of notices of a kind that the office had given out in a year."""
    return (number for one, when, number in _said(session).get("notice", ()) if (one, when) == (kind, year))


def _said(session: Session) -> dict[str, Any]:
    found = driver_of(session).execute("SELECT value FROM setting WHERE id = ?", (_SETTING,)).fetchone()
    said: dict[str, Any] = json.loads(found[0]) if found else {}
    return said
