"""One thing done to several permit items in one act; one that is refused leaves all as they were."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Concatenate, ParamSpec

from fangzi_desktop.domain.clocks import title_of
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.services import permits
from fangzi_desktop.services.permit_rows import project_items
from fangzi_desktop.storage.tables import PermitItemRow
from fangzi_desktop.storage.work import Work

P = ParamSpec("P")


def do_to_items(
    work: Work,
    item_ids: Sequence[str],
    command: Callable[Concatenate[Work, str, P], object],
    *args: P.args,
    **kwargs: P.kwargs,
) -> int:
    """Run a command of one item on each of several, in their order, and return how many.

    Raises `UserError` ``permit.one_of_several`` with the item's name and the refusal itself.
    """
    for item_id in item_ids:
        try:
            command(work, item_id, *args, **kwargs)
            work.flush()
        except UserError as error:
            raise UserError(
                "permit.one_of_several", item=_name(work, item_id), problem=error, count=len(item_ids)
            ) from error
    return len(item_ids)


def apply_items(work: Work, item_ids: Sequence[str], on: date) -> int:
    """Record of several items that the application was received (收件) on a day."""
    return do_to_items(work, item_ids, permits.apply_item, on)


def accept_items(work: Work, item_ids: Sequence[str], on: date) -> int:
    """Record of several items that they were accepted (受理) on a day."""
    return do_to_items(work, item_ids, permits.accept_item, on)


def decide_items(work: Work, item_ids: Sequence[str], on: date) -> int:
    """Record of several items that they were decided (办结) on a day; their numbers stay as they are."""
    return do_to_items(work, item_ids, _decide, on)


def _decide(work: Work, item_id: str, on: date) -> None:
    permits.decide_item(work, item_id, on, work.get(PermitItemRow, item_id).certificate_no)


def _name(work: Work, item_id: str) -> str:
    row = work.get(PermitItemRow, item_id)
    rule = work.rules.by_rule_id[row.rule_id]
    facts = next((one for one in project_items(work, row.project_id) if one.id == item_id), None)
    return title_of(rule, facts) if facts is not None else rule.name
