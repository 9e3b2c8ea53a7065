"""What a 提醒函 or 督办单 prints, as it stood on the day of its issue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain.stage_terms import NoticeKind


@dataclass(frozen=True, slots=True)
class NoticePaper:
    """One matter of one unit. `overdue_workdays` is negative before the due day.

    `basis` says why the day is due, `effects` what waits for the matter. `start` is None where nobody has
    recorded since when it is owed; `provisional` marks a due day of a year whose calendar was not published.
    """

    kind: NoticeKind
    document_no: str
    team: str
    addressee: str
    project: str
    label: str
    start: date | None
    due: date
    provisional: bool
    overdue_workdays: int
    issued_on: date
    basis: str
    effects: str
    demand: str
    reply_by: date | None
