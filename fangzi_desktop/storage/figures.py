"""The figures that the window shows at all times, in plain statements."""

from __future__ import annotations

from typing import Any, NamedTuple

from fangzi_desktop.domain.merge_terms import ConflictState
from fangzi_desktop.domain.stages import TERMINAL
from fangzi_desktop.domain.terms import LimitKind, Stage
from fangzi_desktop.storage.awaited import RECORDED

_LEFT = ", ".join(f"'{status.value}'" for status in sorted(TERMINAL))


class Figures(NamedTuple):
    """The team's name, the projects still in the mechanism, their known investment, and what is overdue."""

    team: str
    projects: int
    investment_yuan: int
    overdue: int


def figures(connection: Any, today: str, sleeps_since: str) -> Figures:
    """Return the figures on `today` (ISO): overdue are ceilings past their day that are not asleep.

    `sleeps_since` is the day of that name in `domain.snoozes`.
    """
    row = connection.execute(
        f"""
        SELECT
            coalesce((SELECT value FROM setting WHERE id = 'team.name'), ''),
            (SELECT count(*) FROM project WHERE status NOT IN ({_LEFT})),
            (SELECT coalesce(sum(investment_yuan), 0) FROM project WHERE status NOT IN ({_LEFT})),
            (SELECT count(*) FROM clock WHERE clock.due < :today AND limit_kind = '{LimitKind.MAX.value}'
                AND NOT EXISTS (
                    SELECT 1 FROM snooze
                    WHERE snooze.id = clock.id AND until > :today AND put_off_on <= :today
                        AND max(clock.due, put_off_on) >= :sleeps_since AND NOT {RECORDED}
                ))
        """,
        {"today": today, "sleeps_since": sleeps_since},
    ).fetchone()
    return Figures(*row)


def has_conflicts(connection: Any) -> bool:
    """Whether a conflict of a merge is open."""
    text = f"SELECT EXISTS (SELECT 1 FROM merge_conflict WHERE state = '{ConflictState.OPEN.value}')"
    return bool(connection.execute(text).fetchone()[0])


def name_and_stage(connection: Any, project_id: str) -> tuple[str, Stage] | None:
    """Return a project's name and main stage, or None if it is gone."""
    row = connection.execute("SELECT name, stage FROM project WHERE id = ?", (project_id,)).fetchone()
    return (row[0], Stage(row[1])) if row is not None else None


def acts_since(connection: Any, act: int) -> int:
    """Return how many acts have a higher number."""
    return int(connection.execute("SELECT count(*) FROM act WHERE id > ?", (act,)).fetchone()[0])
