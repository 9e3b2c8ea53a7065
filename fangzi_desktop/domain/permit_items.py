"""The life of one permit item: which day may be recorded when, and the clock that its days make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from fangzi_desktop.domain.deadlines import (
    Clock,
    Extension,
    Suspension,
    check_minimum,
)
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.permit_rules import APPROVAL, FILING, READY, PermitRule, StartEvent, StartMoment
from fangzi_desktop.domain.terms import Applicability, IssueMode, LimitKind, PartKind, PermitState, Route
from fangzi_desktop.domain.workdays import WorkCalendar, add_workdays

# 行政许可法 §32: what an application lacks is told once, within five working days of receipt.
NOTICE_WORKDAYS = 5


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a project (期、宗地、单体、分证); `within` names the ids of the larger parts around it."""

    id: str
    kind: PartKind
    name: str
    within: frozenset[str] = frozenset()

    def is_related(self, other: Part) -> bool:
        """Whether one of the two is the other or lies within it."""
        return self.id == other.id or self.id in other.within or other.id in self.within


@dataclass(frozen=True, slots=True)
class Correction:
    """A notice of what an application lacks (补正告知); `answered_on` is the day it was made good."""

    notified_on: date
    answered_on: date | None
    reason: str
    document_no: str = ""


@dataclass(frozen=True, slots=True)
class PromisedPaper:
    """A paper that an item was decided without, to be handed in by `due` (容缺、告知承诺)."""

    id: str
    name: str
    due: date
    handed_in_on: date | None = None


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """One permit item of a project. A code may occur once for each part, and anew in each round of a listing.

    `accepted_on` is the day the clock starts: 受理, or the publication of a notice. `decided_on` is the day
    the item ended: decided, refused, withdrawn or failed. `rule_id` names its rule in one version of the
    checklist.
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
    part: Part | None = None
    round_no: int = 1
    corrections: tuple[Correction, ...] = ()
    extensions: tuple[Extension, ...] = ()
    promises: tuple[PromisedPaper, ...] = ()
    delivered_on: date | None = None
    issuing_body: str = ""
    valid_until: date | None = None
    issue_mode: IssueMode = IssueMode.COMPLETE
    waiver: str = ""
    verified_on: date | None = None

    @property
    def is_done(self) -> bool:
        """Whether the item has its result."""
        return self.state is PermitState.DECIDED and self.is_applicable

    @property
    def is_applicable(self) -> bool:
        """Whether the item is needed as far as anybody knows; only 不涉及 is not."""
        return self.applicability is not Applicability.NOT_APPLICABLE

    @property
    def received_on(self) -> date | None:
        """The day the application last came in: first handed in, or handed in again after a correction."""
        answers = [one.answered_on for one in self.corrections if one.answered_on is not None]
        return max(answers, default=self.applied_on)


class Items:
    """A project's permit items by code. Of a listing only the newest round counts for anything.

    Made for every project of the district whenever a calendar changes, so it sorts its items once.
    """

    def __init__(self, items: Iterable[ItemFacts]) -> None:
        self.all = tuple(items)
        by_code: dict[str, list[ItemFacts]] = {}
        applicable: dict[str, list[ItemFacts]] = {}
        for item in _newest_rounds(self.all):
            by_code.setdefault(item.code, []).append(item)
            if item.applicability is not Applicability.NOT_APPLICABLE:
                applicable.setdefault(item.code, []).append(item)
        self._by_code = by_code
        self._applicable = applicable
        self.current = tuple(item for same in by_code.values() for item in same)

    def __iter__(self) -> Iterator[ItemFacts]:
        return iter(self.all)

    @property
    def codes(self) -> Iterable[str]:
        """The codes of the checklist, in its order."""
        return self._by_code

    def of(self, code: str) -> Sequence[ItemFacts]:
        """Return what counts of a code: the newest round of each part."""
        return self._by_code.get(code, ())

    def near(self, code: str, part: Part | None) -> Sequence[ItemFacts]:
        """Return the items of a code that concern a part; all of them if none is for that part.

        An item for the whole project concerns every part, and every part concerns the whole project.
        """
        found = self.of(code)
        if part is None:
            return found
        related = [item for item in found if item.part is None or part.is_related(item.part)]
        return related or found

    def applicable(self, code: str, part: Part | None = None) -> Sequence[ItemFacts]:
        """Return those of `near` that are needed as far as anybody knows."""
        if part is None:
            return self._applicable.get(code, ())
        return [item for item in self.near(code, part) if item.is_applicable]


def as_items(items: Iterable[ItemFacts]) -> Items:
    """Return items by code; those that are sorted so already are not sorted again."""
    return items if isinstance(items, Items) else Items(items)


def _newest_rounds(items: tuple[ItemFacts, ...]) -> Iterable[ItemFacts]:
    if all(item.round_no == 1 for item in items):
        return items
    newest: dict[tuple[str, str], int] = {}
    keys = [(item.code, item.part.id if item.part is not None else "") for item in items]
    for key, item in zip(keys, items, strict=True):
        newest[key] = max(newest.get(key, 0), item.round_no)
    return [item for key, item in zip(keys, items, strict=True) if item.round_no == newest[key]]


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
    """Allow an application (收件) by today, also once more after a correction, from its notice on.

    Raises ``permit.in_future``, or ``permit.applied_out_of_range`` if it was applied for before.
    """
    check_state(facts, PermitState.APPLIED)
    _check_day("permit.applied_out_of_range", _last_heard(facts), on, today)


def check_correct(facts: ItemFacts, new: Correction, today: date) -> None:
    """Allow a notice of what the application lacks (补正), from its receipt to today.

    Codes: ``permit.no_reason``, ``permit.corrected_out_of_range``, ``permit.in_future``.
    """
    check_state(facts, PermitState.CORRECTING)
    if not new.reason.strip():
        raise UserError("permit.no_reason")
    _check_day("permit.corrected_out_of_range", facts.received_on, new.notified_on, today)


def check_accept(facts: ItemFacts, on: date, today: date) -> None:
    """Allow an acceptance (受理): not before the application or its correction, and not after today.

    An application need not be recorded. Raises ``permit.accepted_out_of_range`` or ``permit.in_future``.
    """
    check_state(facts, PermitState.ACCEPTED)
    if facts.state in (PermitState.SUSPENDED, PermitState.DECIDED):
        raise UserError("permit.wrong_state", state=facts.state, wanted=PermitState.ACCEPTED)
    _check_day("permit.accepted_out_of_range", _last_heard(facts), on, today)


def _last_heard(facts: ItemFacts) -> date | None:
    """The newest day of the application so far: received, told to be corrected, or received again."""
    days = [facts.applied_on, *(one.notified_on for one in facts.corrections)]
    days += [one.answered_on for one in facts.corrections]
    return max((day for day in days if day is not None), default=None)


def notice_due(facts: ItemFacts, calendar: WorkCalendar) -> date | None:
    """Return the last day for the department to say what is missing; None unless it has the application.

    Without a notice by then the application counts as accepted from its receipt (行政许可法 §32).
    """
    if facts.state is not PermitState.APPLIED or facts.received_on is None:
        return None
    return add_workdays(facts.received_on, NOTICE_WORKDAYS, calendar)


_UNDER_WAY = frozenset({PermitState.ACCEPTED, PermitState.IN_PROGRESS, PermitState.SUSPENDED})


def check_extend(rule: PermitRule, route: Route, facts: ItemFacts, new: Extension, today: date) -> None:
    """Allow an extension (延期) of an item under way, granted between its acceptance and today.

    A legal minimum is not extended, nor what has no limit (``permit.nothing_to_extend``). Codes:
    ``permit.not_under_way``, ``permit.no_reason``, ``permit.no_approver``, ``permit.extension_amount``,
    ``permit.extension_too_long`` beyond what the law allows in all, ``permit.extended_out_of_range``.
    """
    if facts.state not in _UNDER_WAY:
        raise UserError("permit.not_under_way", state=facts.state)
    limit = rule.limit_on(route, facts.variant)
    if limit is None or limit.kind is LimitKind.MIN:
        raise UserError("permit.nothing_to_extend")
    if not 1 <= new.amount <= LONGEST_EXTENSION:
        raise UserError("permit.extension_amount", longest=LONGEST_EXTENSION)
    if not new.reason.strip():
        raise UserError("permit.no_reason")
    if not new.approved_by.strip():
        raise UserError("permit.no_approver")
    _check_day("permit.extended_out_of_range", facts.accepted_on, new.granted_on, today)
    allowed = rule.extension
    if new.statutory and allowed is not None:
        granted = [one for one in (*facts.extensions, new) if one.statutory]
        total = sum(one.amount for one in granted)
        if any(one.unit is not allowed.unit for one in granted) or total > allowed.amount:
            raise UserError("permit.extension_too_long", allowed=allowed.zh)


# A longer one is a slip of the keyboard.
LONGEST_EXTENSION = 400


def check_fail_listing(rule: PermitRule, facts: ItemFacts, on: date, reason: str, today: date) -> None:
    """Allow a listing to fail (流拍、终止挂牌) between its publication and today.

    Codes: ``permit.not_a_listing``, ``permit.no_reason``, ``permit.decided_out_of_range``.
    """
    if not rule.rounds:
        raise UserError("permit.not_a_listing", name=rule.name)
    check_state(facts, PermitState.LISTING_FAILED)
    if not reason.strip():
        raise UserError("permit.no_reason")
    _check_day("permit.decided_out_of_range", facts.accepted_on, on, today)


def check_promises(facts: ItemFacts, mode: IssueMode, papers: Iterable[tuple[str, date]]) -> None:
    """Allow papers to be handed in later: an item is decided on a promise of at least one, each with a day.

    Codes: ``permit.not_decided``, ``permit.no_promised_paper``, ``permit.promise_without_name``,
    ``permit.promise_before_decision``.
    """
    papers = tuple(papers)
    if not facts.is_done or facts.decided_on is None:
        raise UserError("permit.not_decided")
    if (mode is IssueMode.COMPLETE) == bool(papers):
        raise UserError("permit.no_promised_paper")
    for name, due in papers:
        if not name.strip():
            raise UserError("permit.promise_without_name")
        if due < facts.decided_on:
            raise UserError("permit.promise_before_decision", earliest=facts.decided_on)


def check_certificate(
    facts: ItemFacts, delivered_on: date | None, valid_until: date | None, today: date
) -> None:
    """Allow the days of a certificate: received (送达) after the decision, valid beyond it.

    Codes: ``permit.not_decided``, ``permit.delivered_out_of_range``, ``permit.in_future``,
    ``permit.valid_before_decision``.
    """
    if not facts.is_done or facts.decided_on is None:
        raise UserError("permit.not_decided")
    if delivered_on is not None:
        _check_day("permit.delivered_out_of_range", facts.decided_on, delivered_on, today)
    if valid_until is not None and valid_until < facts.decided_on:
        raise UserError("permit.valid_before_decision", earliest=facts.decided_on)


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


def check_exclude(facts: ItemFacts, new: Suspension) -> None:
    """Allow days that are not counted whose both ends are known, while the item is under way.

    Codes: ``permit.not_under_way`` and those of `check_suspend`.
    """
    if facts.state not in _UNDER_WAY:
        raise UserError("permit.not_under_way", state=facts.state)
    _check_suspension(facts, new)


def check_stops(facts: ItemFacts, today: date) -> None:
    """Allow the stops of an item as they stand after a correction.

    A stop without an end began by today, and only an item under way has one (``permit.not_under_way``).
    Codes: ``permit.in_future``.
    """
    for one in facts.suspensions:
        if one.last is None and facts.state not in _UNDER_WAY:
            raise UserError("permit.not_under_way", state=facts.state)
        if one.last is None and one.first > today:
            raise UserError("permit.in_future", today=today)


def check_handed_in(decided_on: date | None, on: date, today: date) -> None:
    """Allow a promised paper to have come in between the decision and today.

    Raises ``permit.handed_in_out_of_range`` or ``permit.in_future``.
    """
    _check_day("permit.handed_in_out_of_range", decided_on, on, today)


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
    items: Items,
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
    _check_floor(rule, route, facts, items, on, calendar)


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
    items: Items,
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
    for correction in facts.corrections:
        _check_day("permit.corrected_out_of_range", facts.applied_on, correction.notified_on, today)
        if correction.answered_on is not None:
            _check_day("permit.applied_out_of_range", correction.notified_on, correction.answered_on, today)
    if facts.accepted_on is not None:
        _check_day("permit.accepted_out_of_range", _last_heard(facts), facts.accepted_on, today)
    for position, suspension in enumerate(facts.suspensions):
        _check_suspension(replace(facts, suspensions=facts.suspensions[:position]), suspension)
    if facts.decided_on is not None:
        accepted = facts.accepted_on is not None or taken_over or not rule.needs_acceptance(route)
        if facts.is_done and not accepted:
            raise UserError("permit.not_accepted")
        _check_day("permit.decided_out_of_range", _begun_on(facts), facts.decided_on, today)
        if facts.is_done:
            _check_floor(rule, route, facts, items, facts.decided_on, calendar)


def reopened(facts: ItemFacts) -> ItemFacts:
    """Return the item brought back from its end, or raise `UserError` ``permit.wrong_state``.

    A decision taken back leaves the item accepted; after a refusal or a withdrawal it is prepared afresh.
    """
    if facts.state is PermitState.DECIDED and facts.accepted_on is not None:
        check_state(facts, PermitState.ACCEPTED)
        return replace(
            facts,
            state=PermitState.ACCEPTED,
            decided_on=None,
            delivered_on=None,
            valid_until=None,
            issue_mode=IssueMode.COMPLETE,
            promises=(),
        )
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
    items: Items,
    on: date,
    calendar: WorkCalendar,
) -> None:
    clock = item_clock(rule, route, replace(facts, decided_on=on), items)
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
    """Return the item as if nobody had begun on it; what it is for stays."""
    return ItemFacts(
        id=facts.id,
        code=facts.code,
        applicability=facts.applicability,
        state=facts.state,
        variant=facts.variant,
        rule_id=facts.rule_id,
        part=facts.part,
        round_no=facts.round_no,
        verified_on=facts.verified_on,
    )


def established_on(items: Items, part: Part | None = None) -> date | None:
    """Return the day of 立项: the decision of the filing, or of the approval that replaces it.

    With several (期) it is the last of those that concern the part, once all are decided.
    """
    chosen = any(item.applicability is Applicability.REQUIRED for item in items.of(APPROVAL))
    return _all_decided(items.applicable(APPROVAL if chosen else FILING, part))


def item_clock(rule: PermitRule, route: Route, facts: ItemFacts, items: Items) -> Clock | None:
    """Return an item's clock; its start is None until the starting event has happened.

    None when the item has no limit, is 不涉及, or ended before the event that would have started its clock.
    """
    limit = rule.limit_on(route, facts.variant)
    if limit is None or not facts.is_applicable:
        return None
    event = rule.start_on(route)
    start = facts.accepted_on if event.code is None else event_day(event, items, facts.part)
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
        facts.extensions,
    )


def event_day(event: StartEvent, items: Items, part: Part | None = None) -> date | None:
    """Return the day on which a moment in another item's life started a clock, for a part or for all.

    Of several acceptances (宗地 that are announced one by one) the newest counts; decided are all or none.
    """
    if event.code is None:
        return None
    if event.code == FILING:
        return established_on(items, part)
    others = items.applicable(event.code, part)
    if event.moment is StartMoment.DECIDED:
        return _all_decided(others)
    # A listing that failed or was called off starts nothing; the next round's announcement does.
    running = (other.accepted_on for other in others if other.state not in CALLED_OFF)
    return max((day for day in running if day is not None), default=None)


def _all_decided(items: Sequence[ItemFacts]) -> date | None:
    if not items or not all(item.is_done for item in items):
        return None
    return max((item.decided_on for item in items if item.decided_on is not None), default=None)
