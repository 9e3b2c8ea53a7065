"""The permit checklist: set it up, record each item's life, and read it with its clocks and forecast."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from fangzi_desktop.domain import permit_items as item_rule
from fangzi_desktop.domain import permits as rule_of
from fangzi_desktop.domain.clocks import OVERALL, stopped, title_of, validity_of, with_stops
from fangzi_desktop.domain.deadlines import (
    Clock,
    Extension,
    Limit,
    Reading,
    Suspension,
    light_on,
    read_clock,
    why,
)
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.permit_items import Correction, ItemFacts, Items, Part, PromisedPaper
from fangzi_desktop.domain.permit_rules import PermitGroup, PermitRule
from fangzi_desktop.domain.permits import Forecast
from fangzi_desktop.domain.stages import stage_index
from fangzi_desktop.domain.terms import (
    Applicability,
    IssueMode,
    Light,
    LimitKind,
    PermitPhase,
    PermitState,
    Route,
    Stage,
    SuspensionReason,
)
from fangzi_desktop.domain.text import clean_text
from fangzi_desktop.services.permit_rows import load_item, load_with_items, route_of
from fangzi_desktop.storage import permits as rows
from fangzi_desktop.storage.facts import project_facts, project_parts
from fangzi_desktop.storage.natural_ids import natural_id
from fangzi_desktop.storage.tables import PermitItemRow, ProjectRow, SuspensionRow
from fangzi_desktop.storage.work import View, Work


@dataclass(frozen=True, slots=True)
class Validity:
    """Until when a certificate is valid, and how near that is; `note` is the rule behind it."""

    until: date
    light: Light
    note: str


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A parallel group as it reads today; `item_ids` are its items, `expected_on` a forecast of the last.

    `limit` is the group's own, or the longest single one of its items, whose title `longest` then is.
    """

    code: str
    name: str
    coordinator: str
    started_on: date | None
    start_event: str
    limit: Limit | None
    longest: str
    reading: Reading | None
    why: str
    item_ids: tuple[str, ...]
    done: int
    total: int
    expected_on: date | None

    @property
    def due(self) -> date | None:
        """The last day of the group's limit."""
        return self.reading.due if self.reading is not None else None


@dataclass(frozen=True, slots=True)
class ChecklistLine:
    """One item of a project's checklist as it reads today.

    `started_on` is the day the clock counts from, which may be another item's; `needs_acceptance` tells
    that a decision waits for the day of acceptance, and `start_event` names what that day stands for.
    `due` is None until the clock runs and while it stands still. `title` is the name with part and round.
    `requires` holds the ids of its prerequisites, `waiting_for` of those still open, `unlocks` of the items
    that wait for this one. A `superseded` round of a listing was followed by another. `notice_due` is the
    last day for the department to say what an application lacks; after it, acceptance counts from receipt.
    `validity` is the day and the light of a certificate's validity. `float_workdays` is how many working days
    the item can slip before 具备开工条件 does; None for items it does not depend on. `expected_on` is a
    forecast by prerequisites, never a legal date. `regional` tells that a 区域评估 can stand in for the item.
    """

    id: str
    code: str
    name: str
    department: str
    phase: PermitPhase
    certificate: bool
    conditional: bool
    condition: str
    applicability: Applicability
    state: PermitState
    variant: str | None
    variants: tuple[tuple[str, str], ...]
    limit: Limit | None
    statutory: Limit | None
    applied_on: date | None
    accepted_on: date | None
    decided_on: date | None
    certificate_no: str
    note: str
    suspensions: tuple[Suspension, ...]
    started_on: date | None
    reading: Reading | None
    light: Light
    why: str
    requires: tuple[str, ...]
    waiting_for: tuple[str, ...]
    unlocks: tuple[str, ...]
    ready: bool
    critical: bool
    float_workdays: int | None
    expected_on: date | None
    materials: tuple[str, ...]
    result: str
    sources: tuple[str, ...]
    automatic: bool
    start_event: str
    needs_acceptance: bool
    title: str
    part_id: str | None
    part_name: str
    round_no: int
    superseded: bool
    has_rounds: bool
    corrections: tuple[Correction, ...]
    extensions: tuple[Extension, ...]
    promises: tuple[PromisedPaper, ...]
    delivered_on: date | None
    issuing_body: str
    valid_until: date | None
    validity: Validity | None
    issue_mode: IssueMode
    waiver: str
    verified_on: date | None
    notice_due: date | None
    project_id: str
    regional: bool

    @property
    def due(self) -> date | None:
        """The day the item is due, or the earliest lawful end of a legal minimum."""
        return self.reading.due if self.reading is not None else None

    @property
    def state_words(self) -> str:
        """The state as a person reads it; 不涉及 and 待核实 come before any state."""
        if self.applicability is Applicability.NOT_APPLICABLE:
            return self.applicability.zh
        if self.applicability is Applicability.UNDECIDED and self.state is PermitState.NOT_STARTED:
            return self.applicability.zh
        return self.state.zh

    @property
    def state_code(self) -> str:
        """The code that goes with `state_words`."""
        for code in (Applicability.NOT_APPLICABLE, Applicability.UNDECIDED):
            if self.state_words == code.zh:
                return code.value
        return self.state.value


@dataclass(frozen=True, slots=True)
class Checklist:
    """A project's checklist with its counts and forecast. `done` and `total` leave out 不涉及 and 待核实."""

    project_id: str
    project: str
    route: Route | None
    lines: tuple[ChecklistLine, ...]
    done: int
    total: int
    undecided: int
    certificates_done: int
    certificates_total: int
    forecast: Forecast | None
    groups: tuple[GroupLine, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemDates:
    """The days of one item, for correcting what was typed wrong."""

    applied_on: date | None
    accepted_on: date | None
    decided_on: date | None


def start_checklist(work: Work, project_id: str, route: Route | None = None) -> int:
    """Give a project every item of its route in one act and return how many.

    Raises `UserError`: ``permit.no_route`` while the land question is open, ``permit.checklist_exists``.
    """
    project = work.get(ProjectRow, project_id)
    if route is not None:
        project.route = route
    if project.route is None:
        raise UserError("permit.no_route", project=project.name)
    if rows.item_rows(work.session, project_id):
        raise UserError("permit.checklist_exists", project=project.name)
    template = work.rules.template_on(work.today)
    project.template_id = template.id
    rules = rule_of.checklist_for(template.rules, project.route)
    for position, rule in enumerate(rules):
        work.add(
            PermitItemRow(
                id=natural_id("permit_item", project_id, rule.code, None, 1),
                project_id=project_id,
                rule_id=template.rule_ids[rule.code],
                code=rule.code,
                position=position,
                applicability=rule_of.initial_applicability(rule),
                state=PermitState.NOT_STARTED,
            )
        )
    return len(rules)


def apply_item(work: Work, item_id: str, on: date) -> None:
    """Record that the department received the application (收件), or what it lacked, made good.

    The legal clock does not run yet.
    """
    row, facts, _ = load_item(work, item_id)
    item_rule.check_apply(facts, on, work.today)
    _require(row)
    if facts.state is PermitState.CORRECTING:
        _answer(work, item_id, on)
    else:
        row.applied_on = on
    row.state = PermitState.APPLIED


def accept_item(work: Work, item_id: str, on: date) -> None:
    """Record acceptance (受理), or the event that starts the item's clock, which runs from the next day."""
    row, facts, _ = load_item(work, item_id)
    item_rule.check_accept(facts, on, work.today)
    _require(row)
    if facts.state is PermitState.CORRECTING:
        _answer(work, item_id, on)
    row.accepted_on = on
    row.state = PermitState.ACCEPTED


def _answer(work: Work, item_id: str, on: date) -> None:
    for notice in rows.correction_rows(work.session, item_id):
        if notice.answered_on is None:
            notice.answered_on = on


def proceed_item(work: Work, item_id: str) -> None:
    """Record that the department works on what it accepted (办理中); the clock runs on as it did."""
    row, facts, _ = load_item(work, item_id)
    item_rule.check_state(facts, PermitState.IN_PROGRESS)
    if facts.state is PermitState.SUSPENDED:
        raise UserError("permit.wrong_state", state=facts.state, wanted=PermitState.IN_PROGRESS)
    row.state = PermitState.IN_PROGRESS


def prepare_item(work: Work, item_id: str) -> None:
    """Record that the papers of an item are being prepared (准备中)."""
    row, facts, _ = load_item(work, item_id)
    item_rule.check_state(facts, PermitState.PREPARING)
    if facts.state is not PermitState.NOT_STARTED:
        raise UserError("permit.wrong_state", state=facts.state, wanted=PermitState.PREPARING)
    _require(row)
    row.state = PermitState.PREPARING


def suspend_item(
    work: Work, item_id: str, first: date, reason: SuspensionReason, document_no: str = ""
) -> None:
    """Stop the item's clock from `first` on, that day not counted (行政许可法 §45)."""
    row, facts, _ = load_item(work, item_id)
    item_rule.check_suspend(facts, Suspension(first, None, reason.zh, document_no), work.today)
    work.add(
        SuspensionRow(
            id=work.new_id(),
            project_id=row.project_id,
            item_id=row.id,
            first=first,
            last=None,
            reason=reason,
            document_no=clean_text(document_no).strip(),
        )
    )
    row.state = PermitState.SUSPENDED


def resume_item(work: Work, item_id: str, last: date) -> None:
    """Let the item's clock run again; `last` is the last day not counted."""
    row, facts, _ = load_item(work, item_id)
    item_rule.check_resume(facts, last, work.today)
    for stop in rows.suspension_rows(work.session, item_id):
        if stop.last is None:
            stop.last = last
    row.state = PermitState.IN_PROGRESS


def decide_item(work: Work, item_id: str, on: date, certificate_no: str = "") -> tuple[str, ...]:
    """Record the decision (办结) and return the codes of prerequisites that are still open.

    A legal minimum that has not run is refused with its law; open prerequisites are only named, because
    offices do decide with papers outstanding (容缺).
    """
    row, facts, rule, items = load_with_items(work, item_id)
    route = route_of(work, row.project_id)
    item_rule.check_decide(rule, route, facts, items, on, work.today, work.calendar)
    row.decided_on = on
    row.certificate_no = clean_text(certificate_no).strip()
    row.state = PermitState.DECIDED
    rules = work.rules.rules_for(items, work.today)
    return rule_of.decision_warnings(items, rules, route, row.id)


def refuse_item(work: Work, item_id: str, on: date, note: str = "") -> None:
    """Record that the department refused (不予许可)."""
    row, facts, _ = load_item(work, item_id)
    item_rule.check_refuse(facts, on, work.today)
    _end(row, PermitState.REFUSED, on, note)


def withdraw_item(work: Work, item_id: str, on: date, note: str = "") -> None:
    """Record that the applicant withdrew (撤回)."""
    row, facts, _ = load_item(work, item_id)
    item_rule.check_withdraw(facts, on, work.today)
    _end(row, PermitState.WITHDRAWN, on, note)


def reopen_item(work: Work, item_id: str) -> None:
    """Bring an item back from its end: a decision taken back leaves it accepted, else it is prepared afresh.

    The days that are cleared stay in the journal.
    """
    row, facts, _ = load_item(work, item_id)
    back = item_rule.reopened(facts)
    kept = (back.suspensions, back.corrections, back.extensions, back.promises)
    for records, hung in zip(kept, rows.hung_on(work.session, item_id), strict=True):
        if not records:
            for one in hung:
                work.delete(one)
    row.applied_on, row.accepted_on, row.decided_on = back.applied_on, back.accepted_on, back.decided_on
    row.certificate_no, row.issuing_body = back.certificate_no, back.issuing_body
    row.delivered_on, row.valid_until, row.issue_mode = back.delivered_on, back.valid_until, back.issue_mode
    row.state = back.state


def set_applicability(work: Work, item_id: str, applicability: Applicability, reason: str = "") -> None:
    """Say whether the project needs the item; 不涉及 satisfies what depends on it.

    Choosing the alternative of an item (核准 for 备案) makes the other one 不涉及, and the reverse.
    """
    row, facts, rule, items = load_with_items(work, item_id)
    reason = clean_text(reason).strip()
    if applicability is Applicability.NOT_APPLICABLE:
        item_rule.check_not_applicable(rule, facts, reason)
    rules = work.rules.rules_for(items, work.today)
    settled = rule_of.settled_with(rules, row.code, applicability)
    siblings = [one for one in rows.item_rows(work.session, row.project_id) if one.code in settled]
    for sibling in siblings:
        if settled[sibling.code] is Applicability.NOT_APPLICABLE:
            item_rule.check_not_begun(sibling.state)
    row.applicability = applicability
    row.note = reason
    row.waiver = ""
    for sibling in siblings:
        sibling.applicability = settled[sibling.code]


def settle_items(work: Work, item_ids: Sequence[str], applicability: Applicability, reason: str = "") -> int:
    """Say of several items at once whether the project needs them and return how many.

    Refusals are those of `set_applicability`; one refused item leaves all as they were.
    """
    for item_id in item_ids:
        set_applicability(work, item_id, applicability, reason)
    return len(item_ids)


def choose_variant(work: Work, item_id: str, variant: str | None) -> None:
    """Choose the form of an item that decides its limits, such as 报告书 or 报告表 of the EIA."""
    row, _, rule = load_item(work, item_id)
    item_rule.check_variant(rule, variant)
    row.variant = variant


def correct_item(work: Work, item_id: str, dates: ItemDates, certificate_no: str) -> None:
    """Correct an item's days and number; the days must follow each other and lie in the past."""
    row, facts, rule, items = load_with_items(work, item_id)
    corrected = replace(
        facts,
        applied_on=dates.applied_on,
        accepted_on=dates.accepted_on,
        decided_on=dates.decided_on,
        state=_state_for(facts, dates),
    )
    item_rule.check_dates(
        rule,
        route_of(work, row.project_id),
        corrected,
        Items(corrected if one.id == item_id else one for one in items),
        work.today,
        work.calendar,
        taken_over=facts.is_done and facts.accepted_on is None,
    )
    row.applied_on, row.accepted_on, row.decided_on = (
        dates.applied_on,
        dates.accepted_on,
        dates.decided_on,
    )
    row.certificate_no = clean_text(certificate_no).strip()
    row.state = corrected.state


def checklist(view: View, project_id: str) -> Checklist:
    """Return a project's checklist. Raises `UserError` ``project.unknown``."""
    project = view.session.get(ProjectRow, project_id)
    if project is None:
        raise UserError("project.unknown", id=project_id)
    (facts,) = project_facts(view.session, [project_id])
    route, rules = project.route, view.rules.rules_for(facts.items, view.today)
    if route is None or not facts.items:
        return Checklist(project_id, project.name, route, (), 0, 0, 0, 0, 0, None)
    items = Items(_with_milestone(facts.items, rules, route))
    overtaken = stage_index(project.stage) > stage_index(Stage.PERMITS)
    standings = rule_of.standings(items, rules, route)
    counted = [replace(item, suspensions=with_stops(item.suspensions, facts.stops)) for item in items]
    forecast = rule_of.forecast(counted, rules, route, view.calendar, view.today)
    unlocks: dict[str, list[str]] = {}
    for item_id, standing in standings.items():
        for needed in standing.requires:
            unlocks.setdefault(needed, []).append(item_id)
    current = {item.id for item in items.current}
    groups = view.rules.template_of(project.template_id).groups
    graph = _Graph(
        project_id, rules, groups, route, items, unlocks, standings, forecast, overtaken, facts.stops, current
    )
    notes = rows.item_notes(view.session, project_id)
    lines = tuple(_line(view, item, graph, notes[item.id]) for item in items)
    done, total, undecided = rule_of.progress(items)
    certified, certificate_total = rule_of.certificates(items, rules, route)
    return Checklist(
        project_id=project_id,
        project=project.name,
        route=route,
        lines=lines,
        done=done,
        total=total,
        undecided=undecided,
        certificates_done=certified,
        certificates_total=certificate_total,
        forecast=forecast,
        groups=_groups(view, project_id, graph),
        parts=project_parts(view.session, project_id),
    )


def slip(view: View, project_id: str, item_id: str, workdays: int) -> Forecast:
    """Forecast what happens if an open item takes so many working days more; nothing is changed.

    Raises `UserError`: ``project.unknown``, ``permit.slip_amount`` outside 1 to 250.
    """
    if not 1 <= workdays <= LONGEST_SLIP:
        raise UserError("permit.slip_amount", longest=LONGEST_SLIP)
    project = view.session.get(ProjectRow, project_id)
    if project is None:
        raise UserError("project.unknown", id=project_id)
    (facts,) = project_facts(view.session, [project_id])
    if project.route is None:
        return Forecast(None)
    counted = [replace(item, suspensions=with_stops(item.suspensions, facts.stops)) for item in facts.items]
    rules = view.rules.rules_for(facts.items, view.today)
    return rule_of.forecast(counted, rules, project.route, view.calendar, view.today, {item_id: workdays})


def renewed(view: View, line: ChecklistLine) -> ChecklistLine:
    """Return a line with what the item's own records say now, in a fraction of the time of `checklist`.

    What follows from other items (what it waits for, the forecast) stays as it was in `line`. For showing an
    act at once, before the checklist is read anew. Raises `UserError` ``record.missing``.
    """
    if line.automatic:
        return line
    facts = next(iter(project_facts(view.session, [line.project_id])), None)
    item = next((one for one in facts.items if one.id == line.id), None) if facts is not None else None
    if facts is None or facts.route is None or item is None:
        raise UserError("record.missing")
    rules = view.rules.rules_for(facts.items, view.today)
    standing = rule_of.Standing(
        line.code,
        done=item.is_done,
        satisfied=item.is_done,
        ready=line.ready and not item.is_done,
        waiting_for=line.waiting_for,
        requires=line.requires,
    )
    known = Forecast(
        None,
        critical=(line.id,) if line.critical else (),
        floats={} if line.float_workdays is None else {line.id: line.float_workdays},
        finish={} if line.expected_on is None else {line.id: line.expected_on},
    )
    graph = _Graph(
        project_id=line.project_id,
        rules=rules,
        groups=(),
        route=facts.route,
        items=Items(facts.items),
        unlocks={line.id: list(line.unlocks)},
        standings={line.id: standing},
        forecast=known,
        overtaken=stage_index(facts.stage) > stage_index(Stage.PERMITS),
        stops=facts.stops,
        current=() if line.superseded else (line.id,),
    )
    return _line(view, item, graph, view.session.get_one(PermitItemRow, line.id).note)


# Longer than a year of working days is no slip any more.
LONGEST_SLIP = 250


def _groups(view: View, project_id: str, graph: _Graph) -> tuple[GroupLine, ...]:
    coordinators = rows.coordinators(view.session, project_id)
    found = []
    for standing in rule_of.group_standings(
        graph.groups, graph.items, graph.rules, graph.route, view.calendar
    ):
        group, clock = standing.group, stopped(standing.clock, graph.stops)
        runs = clock.start is not None and clock.limit is not None
        longest = next((one for one in standing.items if one.id == standing.longest), None)
        expected = [graph.forecast.finish.get(one.id) for one in standing.items]
        known = [day for day in expected if day is not None]
        found.append(
            GroupLine(
                code=group.code,
                name=group.name,
                coordinator=coordinators.get(group.code, ""),
                started_on=clock.start,
                start_event=clock.start_event,
                limit=clock.limit,
                longest=title_of(graph.rules[longest.code], longest) if longest is not None else "",
                reading=read_clock(clock, view.calendar, view.today) if runs else None,
                why=why(clock, view.calendar, view.today),
                item_ids=tuple(one.id for one in standing.items),
                done=standing.done,
                total=len(standing.items),
                expected_on=max(known, default=None),
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Graph:
    """What a line needs to know of the rest of its checklist."""

    project_id: str
    rules: Mapping[str, PermitRule]
    groups: tuple[PermitGroup, ...]
    route: Route
    items: Items
    unlocks: Mapping[str, list[str]]
    standings: Mapping[str, rule_of.Standing]
    forecast: Forecast
    overtaken: bool
    stops: tuple[Suspension, ...]
    current: Collection[str]


def _with_milestone(
    items: tuple[ItemFacts, ...], rules: Mapping[str, PermitRule], route: Route
) -> tuple[ItemFacts, ...]:
    """Give the milestones that follow from the other items their day, once these are all closed."""
    days = rule_of.milestone_days(items, rules, route)
    return tuple(
        replace(item, state=PermitState.DECIDED, decided_on=days[item.id]) if item.id in days else item
        for item in items
    )


def _line(view: View, item: ItemFacts, graph: _Graph, note: str) -> ChecklistLine:
    rule, standing, forecast = graph.rules[item.code], graph.standings[item.id], graph.forecast
    clock: Clock | None = item_rule.item_clock(rule, graph.route, item, graph.items)
    clock = stopped(clock, graph.stops) if clock is not None else None
    running = clock is not None and clock.start is not None
    reading = read_clock(clock, view.calendar, view.today) if clock is not None and running else None
    # Once construction has begun an overall limit without a recorded end is history and not overdue.
    history = graph.overtaken and item.code in OVERALL and item.decided_on is None
    history = history or item.id not in graph.current
    limit, statutory = rule.limit_on(graph.route, item.variant), rule.statutory_for(item.variant)
    return ChecklistLine(
        id=item.id,
        code=item.code,
        name=rule.name,
        department=rule.department,
        phase=rule.phase,
        certificate=rule.certificate,
        conditional=rule.conditional,
        condition=rule.condition,
        applicability=item.applicability,
        state=item.state,
        variant=item.variant,
        variants=tuple((one.code, one.name) for one in rule.variants),
        limit=limit,
        statutory=statutory,
        applied_on=item.applied_on,
        accepted_on=item.accepted_on,
        decided_on=item.decided_on,
        certificate_no=item.certificate_no,
        note=note,
        suspensions=item.suspensions,
        started_on=clock.start if clock is not None else None,
        reading=reading,
        light=Light.GREY if reading is None or history else reading.light,
        why=why(clock, view.calendar, view.today) if clock is not None else "",
        requires=standing.requires,
        waiting_for=standing.waiting_for,
        unlocks=tuple(graph.unlocks.get(item.id, ())),
        ready=standing.ready,
        critical=item.id in forecast.critical,
        float_workdays=forecast.floats.get(item.id),
        expected_on=forecast.finish.get(item.id),
        materials=rule.materials,
        result=rule.result,
        sources=tuple(source.text for source in rule.sources),
        automatic=rule.automatic,
        start_event=rule.start_on(graph.route).words,
        needs_acceptance=rule.needs_acceptance(graph.route),
        title=title_of(rule, item),
        part_id=item.part.id if item.part is not None else None,
        part_name=item.part.name if item.part is not None else "",
        round_no=item.round_no,
        superseded=item.id not in graph.current,
        has_rounds=rule.rounds,
        corrections=item.corrections,
        extensions=item.extensions,
        promises=item.promises,
        delivered_on=item.delivered_on,
        issuing_body=item.issuing_body,
        valid_until=item.valid_until,
        validity=_validity(view, item, rule),
        issue_mode=item.issue_mode,
        waiver=item.waiver,
        verified_on=item.verified_on,
        notice_due=item_rule.notice_due(item, view.calendar),
        project_id=graph.project_id,
        regional=rule.regional_eval,
    )


def _validity(view: View, item: ItemFacts, rule: PermitRule) -> Validity | None:
    deadline = validity_of(rule, item, view.calendar)
    if deadline is None or deadline.due is None:
        return None
    light = light_on(
        view.today, due=deadline.due, warn_on=deadline.warn_on, stopped=False, kind=LimitKind.MAX
    )
    return Validity(deadline.due, light, rule.validity.note if rule.validity is not None else "")


def _require(row: PermitItemRow) -> None:
    """Who applies for an item shows that the project needs it."""
    row.applicability = Applicability.REQUIRED


def _end(row: PermitItemRow, state: PermitState, on: date, note: str) -> None:
    row.state = state
    row.decided_on = on
    row.note = clean_text(note).strip()


def _state_for(facts: ItemFacts, dates: ItemDates) -> PermitState:
    if dates.decided_on is not None:
        ended = (PermitState.REFUSED, PermitState.WITHDRAWN, PermitState.LISTING_FAILED)
        return facts.state if facts.state in ended else PermitState.DECIDED
    if dates.accepted_on is not None:
        stopped = any(one.last is None for one in facts.suspensions)
        if stopped:
            return PermitState.SUSPENDED
        goes_on = facts.state is PermitState.IN_PROGRESS or bool(facts.suspensions)
        return PermitState.IN_PROGRESS if goes_on else PermitState.ACCEPTED
    if any(one.answered_on is None for one in facts.corrections):
        return PermitState.CORRECTING
    return PermitState.APPLIED if dates.applied_on is not None else PermitState.NOT_STARTED
