"""Whether the event that a reminder waits for has been recorded, in plain SQL over the snooze table."""

from __future__ import annotations

from fangzi_desktop.domain.permit_items import CALLED_OFF
from fangzi_desktop.domain.snoozes import Awaited
from fangzi_desktop.domain.terms import Applicability, PermitState, StageStatus

_OVER = ", ".join(f"'{state.value}'" for state in sorted({PermitState.DECIDED, *CALLED_OFF}))
_ENTERED = ", ".join(f"'{status.value}'" for status in (StageStatus.ACTIVE, StageStatus.DONE))
# The id of a silent project's reminder ends with the project's.
_PROJECT = (
    "coalesce((SELECT project_id FROM clock WHERE clock.id = snooze.id), "
    "substr(snooze.id, instr(snooze.id, ':') + 1))"
)
_KEY = "substr(snooze.event, instr(snooze.event, '.') + 1)"


def _is(kind: Awaited) -> str:
    return f"snooze.event LIKE '{kind.value}.%'"


# An event is recorded, or can no longer be: an item that was called off, is not needed or is gone.
RECORDED = f"""(
    ({_is(Awaited.ITEM)} AND NOT EXISTS (
        SELECT 1 FROM permit_item WHERE permit_item.id = {_KEY} AND permit_item.state NOT IN ({_OVER})
            AND permit_item.applicability <> '{Applicability.NOT_APPLICABLE.value}'))
    OR ({_is(Awaited.MILESTONE)} AND EXISTS (
        SELECT 1 FROM milestone WHERE milestone.project_id = {_PROJECT} AND milestone.kind = {_KEY}))
    OR ({_is(Awaited.STAGE)} AND EXISTS (
        SELECT 1 FROM stage_record WHERE stage_record.project_id = {_PROJECT} AND stage_record.stage = {_KEY}
            AND stage_record.status IN ({_ENTERED})))
)"""
