"""The dated facts of a project: which cannot have happened before which others."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import Milestone

_STARTS = (
    Milestone.START,
    Milestone.START_LEGAL,
    Milestone.START_STATISTICAL,
)
_AFTER_START = (
    Milestone.TOPPED_OUT,
    Milestone.MAIN_COMPLETE,
    Milestone.COMPLETED,
    Milestone.ACCEPTED,
    Milestone.PRODUCTION,
    Milestone.FULL_CAPACITY,
)
_ORDER = (
    *((start, later) for start in _STARTS for later in _AFTER_START),
    (Milestone.TOPPED_OUT, Milestone.MAIN_COMPLETE),
    (Milestone.PRODUCTION, Milestone.FULL_CAPACITY),
)


def impossible_orders(
    dates: Mapping[Milestone, PartialDate], changed: Collection[Milestone]
) -> Iterator[tuple[Milestone, Milestone]]:
    """Yield the facts, earlier one first, whose days contradict their order and of which one was changed.

    Only days known to the day can: what is said by its month may have happened on either side.
    """
    for earlier, later in _ORDER:
        first, then = dates.get(earlier), dates.get(later)
        if first is None or then is None or not {earlier, later} & set(changed):
            continue
        if first.is_day and then.is_day and then.as_date() < first.as_date():
            yield earlier, later


def check_order(dates: Mapping[Milestone, PartialDate], changed: Collection[Milestone]) -> None:
    """Allow dates of which those of `changed` are new, or raise ``milestone.order``."""
    for earlier, later in impossible_orders(dates, changed):
        raise order_error(dates, earlier, later)


def order_error(dates: Mapping[Milestone, PartialDate], earlier: Milestone, later: Milestone) -> UserError:
    """Return the refusal of two facts that contradict their order."""
    return UserError("milestone.order", later=later, then=dates[later], earlier=earlier, first=dates[earlier])
