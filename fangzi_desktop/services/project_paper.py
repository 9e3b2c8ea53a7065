"""What the paper on one project (项目情况) prints, gathered from what its page shows."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from fangzi_desktop.domain.deadlines import amount_zh
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import ClockKind
from fangzi_desktop.reports.desk_input import DueDay
from fangzi_desktop.reports.meeting_input import PaperIndicator, PaperOpinion
from fangzi_desktop.reports.project_input import (
    AgreementFact,
    CommitmentFact,
    ConditionFact,
    DueFact,
    ElementFact,
    FileFact,
    LightFact,
    MoneyFact,
    MonthFact,
    NodeFact,
    PayoutFact,
    PhaseFact,
    ProblemFact,
    ProjectInput,
    ReviewFact,
    RoundFact,
    RungFact,
    SiteFact,
    StageFact,
    StatsFact,
    StatusFact,
    StoppageFact,
    VisitFact,
    WayFact,
)
from fangzi_desktop.reports.wording import area
from fangzi_desktop.services.agreements import agreements
from fangzi_desktop.services.commitments import CommitmentLine, commitment_lines
from fangzi_desktop.services.construction import nodes, physical_progress, project_lights
from fangzi_desktop.services.desk_papers import checklist_input
from fangzi_desktop.services.dossier import Dossier, dossier
from fangzi_desktop.services.elements import element_lines
from fangzi_desktop.services.faces import ClockFace
from fangzi_desktop.services.ladder import rung_lines
from fangzi_desktop.services.months import months
from fangzi_desktop.services.papers import papers_of
from fangzi_desktop.services.payouts import payouts
from fangzi_desktop.services.phases import phases
from fangzi_desktop.services.problems import problems
from fangzi_desktop.services.review_lines import RoundLine, gate_lines, indicator_lines, review_rounds
from fangzi_desktop.services.settings import team_settings
from fangzi_desktop.services.statistics import StatsLine, entries
from fangzi_desktop.services.stoppages import stoppages
from fangzi_desktop.services.visit_paper import newest_pictures
from fangzi_desktop.services.visits import visits
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.storage.work import View

# None calls for anything by itself: a problem has its own place, an answer is about another clock, and a
# visit is the team's.
_APART = (ClockKind.PROBLEM, ClockKind.NOTICE, ClockKind.VISIT)


def project_input(view: View, project_id: str) -> ProjectInput:
    """Return what the paper on a project prints. Raises `UserError` ``project.unknown``."""
    if view.session.get(ProjectRow, project_id) is None:
        raise UserError("project.unknown", id=project_id)
    read = dossier(view, project_id)
    form, profile = read.form, read.profile
    together = phases(view, project_id)
    total = together.together
    return ProjectInput(
        team=team_settings(view).name,
        id=read.id,
        name=form.name,
        as_of=view.today,
        stage=read.stage,
        status=read.status,
        light=read.light,
        stages=tuple(
            StageFact(one.stage, one.status, one.started_on, one.done_on, one.days) for one in read.stages
        ),
        project_no=form.project_no,
        investor=form.investor,
        developer=profile.developer,
        track=form.industry_track,
        project_type=profile.project_type,
        unit=form.responsible_unit,
        officer=form.service_officer,
        site=profile.site_intention,
        route=form.route,
        investment_yuan=form.investment_yuan,
        fixed_investment_yuan=form.fixed_investment_yuan,
        output_yuan=form.output_yuan,
        tax_yuan=profile.tax_yuan,
        area_mu=form.area_mu,
        remark=form.remark,
        progress=read.progress,
        progress_on=read.progress_on,
        created_on=read.created_on,
        status_change=_status(read),
        lights=tuple(
            LightFact(one.dimension, one.light, one.reason) for one in project_lights(view, project_id)
        ),
        milestones=read.milestones,
        stage_clock=_due(read.stage_clock) if read.stage_clock is not None else None,
        dues=tuple(_due(one.face) for one in read.clocks if one.face.kind not in _APART),
        problems=tuple(_problems(view, project_id)),
        money=_money(view, read),
        way=tuple(_way(read)),
        review=_review(view, project_id),
        permits=checklist_input(view, project_id) if read.has_checklist else None,
        elements=tuple(_elements(view, project_id)),
        agreements=tuple(
            AgreementFact(
                one.form.kind,
                one.form.signed_on,
                one.form.number,
                one.form.party_government,
                one.form.party_enterprise,
            )
            for one in agreements(view, project_id)
        ),
        commitments=tuple(_commitment(one) for one in commitment_lines(view, project_id)),
        payouts=tuple(_payouts(view, project_id)),
        rungs=tuple(_rungs(view, project_id)),
        site_progress=_site(view, project_id),
        nodes=tuple(_nodes(view, project_id)),
        stoppages=tuple(
            StoppageFact(one.first, one.last, one.days, one.reason, one.reported_on)
            for one in stoppages(view, project_id)
        ),
        statistics=tuple(_entry(one) for one in entries(view, project_id) if _has_begun(one)),
        phases=tuple(
            PhaseFact(one.name, one.area_mu, one.investment_yuan, one.fixed_investment_yuan, one.dates)
            for one in together.phases
        ),
        phase_sum=PhaseFact(
            "合计",
            total.total.area_mu,
            total.total.investment_yuan,
            total.total.fixed_investment_yuan,
            total.dates,
        )
        if len(together.phases) > 1
        else None,
        visits=tuple(
            VisitFact(one.form.visited_on, one.form.who, one.form.node, one.form.percent, one.form.text)
            for one in visits(view, project_id)
        ),
        photos=newest_pictures(view, project_id),
        files=tuple(
            FileFact(one.name, one.added_on)
            for one in sorted(papers_of(view, project_id, None).loose, key=lambda one: one.added_on)
        ),
    )


def _status(read: Dossier) -> StatusFact | None:
    last = read.status_changes[-1] if read.status_changes else None
    if last is None or last.new is not read.status:
        return None
    return StatusFact(last.changed_on, last.reason, last.document_no, last.review_on)


def _due(face: ClockFace) -> DueFact:
    stops = [one.first for one in face.clock.suspensions if one.last is None]
    day = DueDay(
        face.due,
        face.left,
        face.left_unit,
        face.light,
        is_floor=face.is_floor,
        provisional=face.provisional,
        beyond_statutory=face.beyond_statutory,
        stopped_since=min(stops, default=None) if face.stopped else None,
    )
    return DueFact(face.kind, face.label, day, face.department, face.owner_id, face.limit)


def _problems(view: View, project_id: str) -> Iterator[ProblemFact]:
    for one in problems(view, project_id):
        yield ProblemFact(
            one.number,
            one.text,
            one.raised_on,
            one.state,
            one.light,
            one.responsible_unit,
            one.due,
            one.about,
            one.suggestion,
            one.closed_on,
            one.closing_note,
            one.is_listed,
            one.id,
        )


def _money(view: View, read: Dossier) -> MoneyFact:
    known = months(view, read.id)
    form = read.form
    total = form.completed_yuan
    if total is None and known.lines:
        total = known.total_done_yuan
    lines = tuple(MonthFact(one.month, one.planned_yuan, one.completed_yuan) for one in known.lines[::-1])
    has_done = any(one.done_yuan is not None and one.month.startswith(f"{known.year:04d}") for one in lines)
    return MoneyFact(
        form.annual_plan_yuan,
        total,
        known.year if lines else None,
        known.year_done_yuan if has_done else None,
        lines,
    )


def _way(read: Dossier) -> Iterator[WayFact]:
    found = [
        WayFact(one.moved_on, one.from_stage, one.to_stage, False, one.reason, one.minutes_no)
        for one in read.overrides
    ]
    found += [
        WayFact(one.moved_on, one.from_stage, one.to_stage, True, one.reason, one.document_no)
        for one in read.send_backs
    ]
    yield from sorted(found, key=lambda one: one.on)


def _review(view: View, project_id: str) -> ReviewFact:
    """The rounds, oldest first; the newest one's gates and indicators as they were kept at its decision."""
    rounds = sorted(review_rounds(view, project_id), key=lambda one: one.round_no)
    newest = rounds[-1] if rounds else None
    kept = newest.indicators if newest is not None and not newest.is_open else ()
    indicators = kept or indicator_lines(view, project_id)
    gates = tuple((one.gate, one.passed, one.note) for one in gate_lines(view, project_id))
    if newest is not None and newest.gates:
        notes = {gate: note for gate, _, note in gates}
        gates = tuple((gate, passed, notes.get(gate, "")) for gate, passed in newest.gates.items())
    return ReviewFact(
        tuple(_round(one) for one in rounds),
        gates,
        tuple(
            PaperIndicator(one.indicator, one.value, one.unit, one.comparison, one.threshold, one.verdict)
            for one in indicators
        ),
        tuple(_opinions(newest)) if newest is not None else (),
        tuple(
            ConditionFact(one.round_no, one.text, one.responsible_unit, one.due, one.met_on, one.light)
            for each in rounds
            for one in each.conditions
        ),
    )


def _round(one: RoundLine) -> RoundFact:
    return RoundFact(
        one.round_no,
        one.accepted_on,
        one.decision,
        one.decided_on,
        one.minutes_no,
        one.text,
        one.review_on,
        len(one.opinions),
        len(one.opinions) - len(one.missing),
        sum(each.is_late for each in one.opinions),
    )


def _opinions(one: RoundLine) -> Iterator[PaperOpinion]:
    for each in one.opinions:
        said = "；".join(part for part in (each.text, each.conditions) if part)
        yield PaperOpinion(each.department, each.kind, each.submitted_on, each.is_late, said)


def _elements(view: View, project_id: str) -> Iterator[ElementFact]:
    for one in element_lines(view, project_id):
        remark = "；".join(part for part in (one.unavailable_reason, one.form.remark) if part)
        yield ElementFact(
            one.form.name or one.form.kind.zh,
            one.form.unit,
            one.form.demand,
            one.delivered,
            one.gap,
            one.status,
            one.light,
            one.due,
            one.form.department,
            remark,
        )


def _commitment(one: CommitmentLine) -> CommitmentFact:
    form = one.form
    return CommitmentFact(
        form.side,
        one.label,
        _goal(one),
        one.light,
        "" if form.text == one.label else form.text,
        one.due_on,
        one.waits_for,
        _figure(one.actual, form.unit),
        one.actual_on,
        one.result,
        one.share,
        one.settled_on,
        form.responsible_unit,
    )


def _goal(one: CommitmentLine) -> str:
    """What is to be reached: ≥20000万元; for a deed how long after which event, if that was agreed."""
    form = one.form
    if form.comparison is not None and form.target is not None:
        return f"{form.comparison.zh}{_figure(form.target, form.unit)}"
    if form.offset_amount is not None and form.offset_unit is not None and form.offset_event is not None:
        return f"{form.offset_event.zh}后{amount_zh(form.offset_amount, form.offset_unit)}内"
    return ""


def _figure(value: Decimal | None, unit: str) -> str:
    return f"{area(value)}{unit}" if value is not None else ""


def _payouts(view: View, project_id: str) -> Iterator[PayoutFact]:
    for one in payouts(view, project_id):
        yield PayoutFact(
            one.support,
            one.due,
            one.amount_yuan,
            one.state.zh,
            one.light,
            one.paid_on,
            one.paid_yuan,
            one.counterpart,
        )


def _rungs(view: View, project_id: str) -> Iterator[RungFact]:
    for one in reversed(rung_lines(view, project_id)):
        yield RungFact(
            one.form.level,
            one.form.issued_on,
            one.about,
            one.light,
            one.form.document_no,
            one.form.reason,
            one.form.due,
            one.settled_on,
        )


def _site(view: View, project_id: str) -> SiteFact:
    read = physical_progress(view, project_id)
    return SiteFact(read.text, read.confirmed_on, read.is_stale)


def _nodes(view: View, project_id: str) -> Iterator[NodeFact]:
    for one in nodes(view, project_id):
        if one.planned_on is not None or one.actual is not None or one.note:
            yield NodeFact(one.kind, one.part, one.planned_on, one.actual, one.days_late, one.light, one.note)


def _has_begun(one: StatsLine) -> bool:
    """Whether something is on record of an entry, or its papers are to be handed in."""
    return bool(
        one.is_open or one.filed_on is not None or one.entered is not None or one.returns or one.papers_there
    )


def _entry(one: StatsLine) -> StatsFact:
    return StatsFact(
        one.kind,
        one.state,
        one.light,
        one.criterion,
        one.since,
        one.window.due if one.window is not None else None,
        one.papers_there,
        one.papers_needed,
        one.filed_on,
        one.entered,
        tuple(each.text for each in one.findings),
    )
