"""Which projects are proposed for 剔除 because nothing has moved for long (mechanism §1.3 S3)."""

from __future__ import annotations

from datetime import date

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stages import TERMINAL, stage_index
from fangzi_desktop.domain.terms import ProjectStatus, Stage
from fangzi_desktop.domain.workdays import month_end

MOST_MONTHS = 60


def is_without_progress(
    stage: Stage, status: ProjectStatus, last_change: date, months: int, today: date
) -> bool:
    """Whether a project may be proposed for 剔除: longer than so many months without any record.

    Only before 开工建设, since what is built is not 长期无进展; and not while it is 暂缓, which has an agreed
    day to be looked at again.
    """
    if status in TERMINAL or status is ProjectStatus.DEFERRED:
        return False
    if stage_index(stage) >= stage_index(Stage.CONSTRUCTION):
        return False
    return month_end(last_change, months) < today


def check_months(months: int) -> None:
    """Allow a limit for 剔除, or raise ``removal.months``."""
    if not 1 <= months <= MOST_MONTHS:
        raise UserError("removal.months", most=MOST_MONTHS)
