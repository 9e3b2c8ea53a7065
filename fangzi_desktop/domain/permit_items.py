"""The life of one permit item: which day may be recorded when, and the clock that its days make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from fangzi_desktop.domain.deadlines import Clock, Suspension, check_minimum
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.permit_rules import APPROVAL, FILING, READY, PermitRule, StartEvent, StartMoment
from fangzi_desktop.domain.terms import Applicability, PermitState, Route
from fangzi_desktop.domain.workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """One permit item of a project. A code may occur several times (期、宗地、单体).

    `accepted_on` is the day the clock starts: 受理, or the publication of a notice. `decided_on` is the day
    the item ended: decided, refused or withdrawn. `rule_id` names its rule in one version of the checklist.
    """

    id: str
    code: str
    applicability: Applicability = Applicability.REQUIRED
    state: PermitState = PermitState.NOT_STARTED
    variant: str | None = None
    applied_on: date | None = None
    accepted_on: date | None = None
    decided_on: date | None = None
    suspensions: tuple[Suspension, ...] = ()
    certificate_no: str = ""
    rule_id: str = ""

    @property
    def is_done(self) -> bool:
        """Whether the item has its result."""
        return self.state is PermitState.DECIDED and self.is_applicable

    @property
    def is_applicable(self) -> bool:
        """Whether the item is needed as far as anybody knows; only 不涉及 is not."""
        return self.applicability is not Applicability.NOT_APPLICABLE


TRANSITIONS: Mapping[PermitState, frozenset[PermitState]] = {
    PermitState.NOT_STARTED: frozenset(
        {PermitState.PREPARING, PermitState.APPLIED, PermitState.ACCEPTED, PermitState.DECIDED}
    ),
    PermitState.PREPARING: frozenset(
        {PermitState.NOT_STARTED, PermitState.APPLIED, PermitState.ACCEPTED, PermitState.DECIDED}
    ),
    PermitState.APPLIED: frozenset(
        {PermitState.CORRECTING, PermitState.ACCEPTED, PermitState.DECIDED, PermitState.WITHDRAWN}
    ),
    PermitState.CORRECTING: frozenset({PermitState.APPLIED, PermitState.ACCEPTED, PermitState.WITHDRAWN}),
    PermitState.ACCEPTED: frozenset(
        {
            PermitState.IN_PROGRESS,
            PermitState.SUSPENDED,
            PermitState.DECIDED,
            PermitState.REFUSED,
            PermitState.WITHDRAWN,
            PermitState.LISTING_FAILED,
        }
    ),
    PermitState.IN_PROGRESS: frozenset(
        {
            PermitState.SUSPENDED,
            PermitState.DECIDED,
            PermitState.REFUSED,
            PermitState.WITHDRAWN,
            PermitState.LISTING_FAILED,
        }
    ),
    PermitState.SUSPENDED: frozenset({PermitState.IN_PROGRESS, PermitState.WITHDRAWN}),
    PermitState.DECIDED: frozenset({PermitState.ACCEPTED, PermitState.PREPARING}),
    PermitState.REFUSED: frozenset({PermitState.PREPARING}),
    PermitState.WITHDRAWN: frozenset({PermitState.PREPARING}),
    # A failed listing is not taken up again: a new round begins beside it.
    PermitState.LISTING_FAILED: frozenset(),
}


# Ended without a result: the item has to begin anew.
CALLED_OFF = frozenset({PermitState.REFUSED, PermitState.WITHDRAWN, PermitState.LISTING_FAILED})


def check_state(facts: ItemFacts, new: PermitState) -> None:
    """Allow an item to enter a state, or raise `UserError`.

    Codes: ``permit.automatic``, ``permit.not_applicable``, ``permit.wrong_state``. An item that is 待核实 may
    be worked on; whoever records that makes it 要办.
    """
    if facts.code == READY:
        raise UserError("permit.automatic")
    if not facts.is_applicable:
        raise UserError("permit.not_applicable")
    if new not in TRANSITIONS[facts.state]:
        raise UserError("permit.wrong_state", state=facts.state, wanted=new)


def check_apply(facts: ItemFacts, on: date, today: date) -> None:
    """Allow an application (收件) by today, also once more after a correction.

    Raises ``permit.in_future``, or ``permit.applied_out_of_range`` if it was applied for before.
    """
    check_state(facts, PermitState.APPLIED)
    _check_day("permit.applied_out_of_range", facts.applied_on, on, today)


def check_accept(facts: ItemFacts, on: date, today: date) -> None:
    """Allow an acceptance (受理): not before the application and not after today.

    An application need not be recorded. Raises ``permit.accepted_out_of_range`` or ``permit.in_future``.
    """
    check_state(facts, PermitState.ACCEPTED)
    if facts.state in (PermitState.SUSPENDED, PermitState.DECIDED):
        raise UserError("permit.wrong_state", state=facts.state, wanted=PermitState.ACCEPTED)
    _check_day("permit.accepted_out_of_range", facts.applied_on, on, today)


def check_suspend(facts: ItemFacts, new: Suspension, today: date) -> None:
    """Allow days that are not counted into the limit (行政许可法 §45).

    An open interval stops the clock and leads to 挂起, so it begins by today; one with both ends may reach
    into the future, as the office's notice names its length. Codes: ``permit.no_reason``,
    ``permit.suspension_dates``, ``permit.suspended_before_acceptance``, ``permit.in_future``,
    ``clock.suspensions_overlap``.
    """
    check_state(facts, PermitState.SUSPENDED)
    if new.last is None and new.first > today:
        raise UserError("permit.in_future", today=today)
    _check_suspension(facts, new)


def check_resume(facts: ItemFacts, last: date, today: date) -> None:
    """Allow the open suspension to end with `last`, the last day that is not counted.

    Raises ``permit.not_suspended`` or ``permit.resumed_out_of_range``.
    """
    stopped = next((one for one in facts.suspensions if one.last is None), None)
    if facts.state is not PermitState.SUSPENDED or stopped is None:
        raise UserError("permit.not_suspended")
    _check_day("permit.resumed_out_of_range", stopped.first, last, today)


def check_decide(
    rule: PermitRule,
    route: Route,
    facts: ItemFacts,
    facts_by_code: Mapping[str, ItemFacts],
    on: date,
    today: date,
    calendar: WorkCalendar,
) -> None:
    """Allow a decision (办结) on a day, or raise `UserError`.

    The legal clock starts at acceptance, so nothing is decided before it, and a legal minimum cannot be
    shortened. The same day is allowed, so that 四证 can be issued together. Open prerequisites do not stop
    a decision, because offices do issue with promises outstanding (容缺): see `decision_warnings`.
    Codes: those of `check_state`, ``permit.not_accepted``, ``permit.decided_out_of_range``,
    ``permit.in_future``, ``clock.minimum_not_reached``.
    """
    check_state(facts, PermitState.DECIDED)
    if rule.needs_acceptance(route) and facts.accepted_on is None:
        raise UserError("permit.not_accepted")
    _check_day("permit.decided_out_of_range", _begun_on(facts), on, today)
    _check_floor(rule, route, facts, facts_by_code, on, calendar)


def check_refuse(facts: ItemFacts, on: date, today: date) -> None:
    """Allow a refusal (不予许可) between acceptance and today; ``permit.decided_out_of_range``."""
    check_state(facts, PermitState.REFUSED)
    _check_day("permit.decided_out_of_range", _begun_on(facts), on, today)


def check_withdraw(facts: ItemFacts, on: date, today: date) -> None:
    """Allow the applicant's withdrawal (撤回), from application to today; ``permit.decided_out_of_range``."""
    check_state(facts, PermitState.WITHDRAWN)
    _check_day("permit.decided_out_of_range", _begun_on(facts), on, today)


def check_dates(
    rule: PermitRule,
    route: Route,
    facts: ItemFacts,
    facts_by_code: Mapping[str, ItemFacts],
    today: date,
    calendar: WorkCalendar,
    *,
    taken_over: bool = False,
) -> None:
    """Allow the days of an item as they stand after a correction; raises what recording them would.

    A decision that was `taken_over` from an older ledger may go without the acceptance nobody wrote down.
    """
    if facts.applied_on is not None:
        _check_day("permit.applied_out_of_range", None, facts.applied_on, today)
    if facts.accepted_on is not None:
        _check_day("permit.accepted_out_of_range", facts.applied_on, facts.accepted_on, today)
    for position, suspension in enumerate(facts.suspensions):
        _check_suspension(replace(facts, suspensions=facts.suspensions[:position]), suspension)
    if facts.decided_on is not None:
        accepted = facts.accepted_on is not None or taken_over or not rule.needs_acceptance(route)
        if facts.is_done and not accepted:
            raise UserError("permit.not_accepted")
        _check_day("permit.decided_out_of_range", _begun_on(facts), facts.decided_on, today)
        if facts.is_done:
            _check_floor(rule, route, facts, facts_by_code, facts.decided_on, calendar)


def reopened(facts: ItemFacts) -> ItemFacts:
    """Return the item brought back from its end, or raise `UserError` ``permit.wrong_state``.

    A decision taken back leaves the item accepted; after a refusal or a withdrawal it is prepared afresh.
    """
    if facts.state is PermitState.DECIDED and facts.accepted_on is not None:
        check_state(facts, PermitState.ACCEPTED)
        return replace(facts, state=PermitState.ACCEPTED, decided_on=None)
    if facts.state not in (PermitState.DECIDED, PermitState.REFUSED, PermitState.WITHDRAWN):
        raise UserError("permit.wrong_state", state=facts.state, wanted=PermitState.PREPARING)
    check_state(facts, PermitState.PREPARING)
    return replace(afresh(facts), state=PermitState.PREPARING)


def check_not_applicable(rule: PermitRule, facts: ItemFacts, reason: str) -> None:
    """Allow an item to be set 不涉及, or raise `UserError`.

    What has been applied for is withdrawn first (``permit.already_begun``); an item that every project
    needs goes only with a reason (``permit.no_reason``).
    """
    if rule.automatic:
        raise UserError("permit.automatic")
    check_not_begun(facts.state)
    if not rule.conditional and not reason.strip():
        raise UserError("permit.no_reason")


def check_not_begun(state: PermitState) -> None:
    """Allow an item to fall away that nobody has applied for yet; raises ``permit.already_begun``."""
    if state not in (PermitState.NOT_STARTED, PermitState.PREPARING):
        raise UserError("permit.already_begun", state=state)


def check_variant(rule: PermitRule, variant: str | None) -> None:
    """Allow a variant that the rule knows, or none; raises ``permit.unknown_variant``."""
    if variant is not None and all(known.code != variant for known in rule.variants):
        raise UserError("permit.unknown_variant", variant=variant)


def lacks_number(rule: PermitRule, facts: ItemFacts) -> bool:
    """Whether one of the 四证 has been issued but its number is still to be recorded."""
    return rule.certificate and facts.is_done and not facts.certificate_no.strip()


def _check_day(code: str, earliest: date | None, day: date, today: date) -> None:
    if earliest is not None and not earliest <= day <= today:
        raise UserError(code, earliest=earliest, latest=today)
    if day > today:
        raise UserError("permit.in_future", today=today)


def _check_suspension(facts: ItemFacts, new: Suspension) -> None:
    if not new.reason.strip():
        raise UserError("permit.no_reason")
    if new.last is not None and new.last < new.first:
        raise UserError("permit.suspension_dates")
    if facts.accepted_on is None or new.first < facts.accepted_on:
        raise UserError("permit.suspended_before_acceptance", earliest=facts.accepted_on)
    for one in facts.suspensions:
        begins_later = one.last is not None and new.first > one.last
        ends_before = new.last is not None and new.last < one.first
        if not begins_later and not ends_before:
            raise UserError("clock.suspensions_overlap")


def _check_floor(
    rule: PermitRule,
    route: Route,
    facts: ItemFacts,
    facts_by_code: Mapping[str, ItemFacts],
    on: date,
    calendar: WorkCalendar,
) -> None:
    clock = item_clock(rule, route, replace(facts, decided_on=on), facts_by_code)
    if clock is None or clock.start is None:
        return
    try:
        check_minimum(clock, on, calendar)
    except UserError as error:
        reason = rule.statutory_note or "、".join(source.text for source in rule.sources)
        raise UserError(error.code, **{**error.params, "reason": reason}) from None


def _begun_on(facts: ItemFacts) -> date | None:
    return facts.accepted_on or facts.applied_on


def afresh(facts: ItemFacts) -> ItemFacts:
    return replace(
        facts, applied_on=None, accepted_on=None, decided_on=None, suspensions=(), certificate_no=""
    )


def established_on(facts_by_code: Mapping[str, ItemFacts]) -> date | None:
    """Return the day of 立项: the decision of the filing, or of the approval that replaces it."""
    approval = facts_by_code.get(APPROVAL)
    chosen = approval is not None and approval.applicability is Applicability.REQUIRED
    item = approval if chosen else facts_by_code.get(FILING)
    return item.decided_on if item is not None and item.is_done else None


def item_clock(
    rule: PermitRule, route: Route, facts: ItemFacts, facts_by_code: Mapping[str, ItemFacts]
) -> Clock | None:
    """Return an item's clock; its start is None until the starting event has happened.

    None when the item has no limit, is 不涉及, or ended before the event that would have started its clock.
    """
    limit = rule.limit_on(route, facts.variant)
    if limit is None or not facts.is_applicable:
        return None
    event = rule.start_on(route)
    start = _event_day(event, facts, facts_by_code)
    # A limit that runs from another event is not over when one attempt has failed.
    goes_on = event.code is not None and facts.state in CALLED_OFF
    ended_on = None if goes_on else facts.decided_on
    if start is not None and ended_on is not None and ended_on < start:
        return None
    return Clock(
        start,
        event.words,
        limit,
        rule.statutory_for(facts.variant),
        facts.suspensions,
        ended_on,
    )


def _event_day(event: StartEvent, facts: ItemFacts, facts_by_code: Mapping[str, ItemFacts]) -> date | None:
    if event.code is None:
        return facts.accepted_on
    if event.code == FILING:
        return established_on(facts_by_code)
    other = facts_by_code.get(event.code)
    if other is None or not other.is_applicable:
        return None
    if event.moment is StartMoment.ACCEPTED:
        # A listing that failed or was called off starts nothing; the next round's announcement does.
        return None if other.state in CALLED_OFF else other.accepted_on
    return other.decided_on if other.is_done else None
