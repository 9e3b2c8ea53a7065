"""论证: a project's rounds, their opinions, conclusions and conditions (mechanism §2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain import review as rule
from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.deadlines import Clock, deadline_of
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.gates import check_override
from fangzi_desktop.domain.stage_rules import Threshold
from fangzi_desktop.domain.stage_terms import OpinionKind, ReviewDecision
from fangzi_desktop.domain.stages import TERMINAL
from fangzi_desktop.domain.terms import Gate, Milestone, ProjectStatus, Stage
from fangzi_desktop.domain.text import clean_line, clean_text
from fangzi_desktop.services import projects
from fangzi_desktop.services.gates import gates_of
from fangzi_desktop.services.projects import Override
from fangzi_desktop.services.review_lines import IndicatorLine as IndicatorLine
from fangzi_desktop.services.review_lines import RoundLine as RoundLine
from fangzi_desktop.services.review_lines import figures_of
from fangzi_desktop.services.review_lines import indicator_lines as indicator_lines
from fangzi_desktop.services.review_lines import review_rounds as review_rounds
from fangzi_desktop.storage import projects as project_rows
from fangzi_desktop.storage import review as rows
from fangzi_desktop.storage.natural_ids import natural_id
from fangzi_desktop.storage.stage_tables import (
    ConditionRow,
    IndicatorRow,
    OpinionRow,
    ReviewRoundRow,
)
from fangzi_desktop.storage.tables import OverrideRow, ProjectRow, StatusChangeRow
from fangzi_desktop.storage.work import View, Work


@dataclass(frozen=True, slots=True)
class OpinionForm:
    """What a department says, and the day its reply came in; both empty while there is none."""

    kind: OpinionKind | None = None
    submitted_on: date | None = None
    text: str = ""
    conditions: str = ""


@dataclass(frozen=True, slots=True)
class ConditionForm:
    """A condition of a conditional pass: what is to be met, by whom and by which day."""

    text: str
    responsible_unit: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class DecisionForm:
    """The conclusion of a round. `text` is its wording, and the reason where the project is not passed.

    `review_on` is the day on which a deferred project is looked at again.
    """

    decision: ReviewDecision
    decided_on: date
    minutes_no: str
    chair: str = ""
    text: str = ""
    review_on: date | None = None
    conditions: tuple[ConditionForm, ...] = ()


# What a project's status changes from when it is handed in again, and why.
_RESUMED = "补充后重新受理论证材料（第{round_no}轮）"


def open_round(
    work: Work, project_id: str, accepted_on: date, departments: tuple[str, ...], document_no: str = ""
) -> str:
    """Accept a package (受理材料): open the next round, ask every department, and return the round's id.

    A project that is still planned enters the 论证; one that was deferred or returned goes on, and a vetoed
    one comes back only with the number of the paper that says so (复议). Refusals: ``review.round_open``,
    ``review.left`` for a project that has left the mechanism otherwise, ``review.accepted_in_future``,
    ``review.accepted_out_of_range``, ``review.no_opinion_limit``, ``review.no_department_name``,
    ``review.duplicate_department`` and those of a change of status.
    """
    project = work.get(ProjectRow, project_id)
    if project.status in TERMINAL - {ProjectStatus.VETOED}:
        raise UserError("review.left", status=project.status)
    last = rows.newest_round(work.session, project_id)
    if last is not None and last.decision is None:
        raise UserError("review.round_open", round_no=last.round_no)
    rule.check_acceptance(accepted_on, last.decided_on if last is not None else None, work.today)
    round_no = last.round_no + 1 if last is not None else 1
    row = ReviewRoundRow(
        id=natural_id("review_round", project_id, round_no),
        project_id=project_id,
        round_no=round_no,
        accepted_on=accepted_on,
    )
    work.add(row)
    work.flush()
    for department in departments:
        _ask(work, row, department, accepted_on)
    _let_in(work, project, row, document_no)
    return row.id


def _let_in(work: Work, project: ProjectRow, row: ReviewRoundRow, document_no: str) -> None:
    """Let a project that stood still or was vetoed go on, and one that was planned enter the review."""
    if project.status not in (ProjectStatus.ACTIVE, ProjectStatus.LEAD):
        reason = _RESUMED.format(round_no=row.round_no)
        projects.change_status(
            work, project.id, ProjectStatus.ACTIVE, row.accepted_on, reason=reason, document_no=document_no
        )
    if project.stage is Stage.PLANNING:
        planned = project_rows.stage_rows(work.session, project.id).get(Stage.PLANNING)
        begun = planned.started_on if planned is not None else None
        projects.move_project(work, project.id, Stage.REVIEW, max(row.accepted_on, begun or row.accepted_on))


def change_acceptance(work: Work, round_id: str, accepted_on: date) -> None:
    """Correct the day on which the package of an undecided round was accepted; the opinions keep their days.

    Refusals: ``review.decided_already``, ``review.accepted_in_future``, ``review.accepted_out_of_range``.
    """
    row = _undecided(work, round_id)
    before = [
        one.decided_on
        for one, _ in rows.round_rows(work.session, row.project_id)
        if one.round_no < row.round_no
    ]
    rule.check_acceptance(accepted_on, before[0] if before else None, work.today)
    row.accepted_on = accepted_on


def withdraw_round(work: Work, round_id: str) -> None:
    """Delete a round that was opened in error.

    Refusals: ``review.decided_already``, ``review.round_answered`` once a department has replied.
    """
    row = _undecided(work, round_id)
    opinions = rows.of_round(work.session, OpinionRow, round_id)
    if any(one.submitted_on is not None for one in opinions):
        raise UserError("review.round_answered")
    for one in opinions:
        work.delete(one)
    work.flush()
    work.delete(row)


def add_opinion_request(
    work: Work, round_id: str, department: str, requested_on: date | None = None, due: date | None = None
) -> str:
    """Ask one more department, as of today and within the usual limit unless said otherwise; return its id.

    Refusals: ``review.decided_already``, ``review.no_department_name``, ``review.duplicate_department``,
    ``review.no_opinion_limit``, ``review.request_out_of_range``, ``review.due_early``.
    """
    row = _undecided(work, round_id)
    day = requested_on or work.today
    if not row.accepted_on <= day <= work.today:
        raise UserError("review.request_out_of_range", earliest=row.accepted_on, latest=work.today)
    return _ask(work, row, department, day, due)


def _ask(
    work: Work, row: ReviewRoundRow, department: str, requested_on: date, due: date | None = None
) -> str:
    department = clean_line(department).strip()
    if not department:
        raise UserError("review.no_department_name")
    asked = rows.of_round(work.session, OpinionRow, row.id)
    if any(one.department == department for one in asked):
        raise UserError("review.duplicate_department", department=department)
    if due is not None and due < requested_on:
        raise UserError("review.due_early", requested=requested_on)
    opinion = OpinionRow(
        id=natural_id("opinion", row.id, department),
        project_id=row.project_id,
        round_id=row.id,
        position=max((one.position for one in asked), default=-1) + 1,
        department=department,
        requested_on=requested_on,
        due=due or opinion_due(work, requested_on),
    )
    work.add(opinion)
    work.flush()
    return opinion.id


def opinion_due(view: View, requested_on: date) -> date:
    """Return by when an opinion asked for on a day is due; refusal ``review.no_opinion_limit``."""
    limit = view.rules.stages.opinion_limit(requested_on)
    due = deadline_of(Clock(requested_on, "", limit.limit), view.calendar).due if limit is not None else None
    if due is None:
        raise UserError("review.no_opinion_limit", on=requested_on)
    return due


def change_opinion_request(work: Work, opinion_id: str, department: str, due: date) -> str:
    """Correct which department was asked, and by when, and return the id, which is another one's then.

    Refusals: ``review.no_department_name``, ``review.duplicate_department``, ``review.due_early``.
    """
    row = work.get(OpinionRow, opinion_id)
    department = clean_line(department).strip()
    if not department:
        raise UserError("review.no_department_name")
    asked = rows.of_round(work.session, OpinionRow, row.round_id)
    if any(one.department == department and one is not row for one in asked):
        raise UserError("review.duplicate_department", department=department)
    if due < row.requested_on:
        raise UserError("review.due_early", requested=row.requested_on)
    if department != row.department:
        row = _asked_instead(work, row, department)
    row.due = due
    return row.id


def _asked_instead(work: Work, row: OpinionRow, department: str) -> OpinionRow:
    """Put the same request to another department in the place of one; it is another row."""
    work.delete(row)
    work.flush()
    return work.add(
        OpinionRow(
            id=natural_id("opinion", row.round_id, department),
            project_id=row.project_id,
            round_id=row.round_id,
            position=row.position,
            department=department,
            requested_on=row.requested_on,
            due=row.due,
            submitted_on=row.submitted_on,
            kind=row.kind,
            text=row.text,
            conditions=row.conditions,
        )
    )


def remove_opinion_request(work: Work, opinion_id: str) -> None:
    """Ask a department no longer; refused once it has replied or the round is decided.

    Refusals: ``review.opinion_there``, ``review.decided_already``.
    """
    row = work.get(OpinionRow, opinion_id)
    _undecided(work, row.round_id)
    if row.submitted_on is not None:
        raise UserError("review.opinion_there", department=row.department)
    work.delete(row)


def record_opinion(work: Work, opinion_id: str, form: OpinionForm) -> None:
    """Record what a department says, or take it back with an empty form; a late reply stays late.

    Refusals: ``review.opinion_half``, ``review.opinion_out_of_range``, ``review.opinion_no_words``.
    """
    row = work.get(OpinionRow, opinion_id)
    text, conditions = clean_text(form.text).strip(), clean_text(form.conditions).strip()
    rule.check_opinion(
        form.kind, form.submitted_on, row.requested_on, work.today, has_words=bool(text or conditions)
    )
    row.kind, row.submitted_on = form.kind, form.submitted_on
    row.text, row.conditions = text, conditions


def record_opinions(work: Work, opinion_ids: Sequence[str], form: OpinionForm) -> int:
    """Record that several departments said the same on one day; all or none. Return how many.

    Refusals are those of `record_opinion`, and ``review.opinion_there`` for one that has replied already.
    """
    for opinion_id in opinion_ids:
        row = work.get(OpinionRow, opinion_id)
        if row.submitted_on is not None:
            raise UserError("review.opinion_there", department=row.department)
        record_opinion(work, opinion_id, form)
    return len(opinion_ids)


def record_named_opinions(work: Work, round_id: str, named: Sequence[tuple[str, OpinionForm]]) -> int:
    """Record opinions by the names of their departments, as a table has them; all or none.

    Refusals are those of `record_opinion`, and ``review.unknown_department``.
    """
    by_name = {one.department: one for one in rows.of_round(work.session, OpinionRow, round_id)}
    for department, form in named:
        row = by_name.get(clean_line(department).strip())
        if row is None:
            raise UserError("review.unknown_department", department=department, known=tuple(by_name))
        record_opinion(work, row.id, form)
    return len(named)


def decide_round(
    work: Work, round_id: str, form: DecisionForm, override: Override | None = None
) -> tuple[str, ...]:
    """Record the conclusion of a round, and return the departments whose opinion is missing.

    The indicators, the thresholds of that day and the three gates are kept as they stand. A pass dates the
    milestone 论证通过; any other conclusion changes the project's status by the same minutes. Missing
    opinions do not stop it, and are no consent either. Refusals: ``review.decided_already``,
    ``review.left``, those of the rules, and ``review.gate_failed`` for a pass against a failed gate without
    an `override`.
    """
    row = _undecided(work, round_id)
    project = work.get(ProjectRow, row.project_id)
    if project.status in TERMINAL:
        raise UserError("review.left", status=project.status)
    _check(work, row, form, form.conditions)
    gates = gates_of(project)
    _check_override(work, project, form, gates, override)
    freeze_indicators(work, row, form.decided_on)
    row.gate_capacity, row.gate_environment, row.gate_safety = (gates[gate] for gate in Gate)
    _write(work, row, form)
    _follow(work, project, row)
    opinions = rows.of_round(work.session, OpinionRow, round_id)
    missing = sorted((one for one in opinions if one.submitted_on is None), key=lambda one: one.position)
    return tuple(one.department for one in missing)


def correct_decision(work: Work, round_id: str, form: DecisionForm, override: Override | None = None) -> None:
    """Correct the conclusion of the newest round: what followed from it is taken back and done again.

    The frozen figures stay and are held against the thresholds of the corrected day; conditions already
    there stay with a conditional pass and go with any other. Refusals: ``review.not_decided``,
    ``review.superseded`` for an earlier round, ``review.status_moved_on`` if the project's status was
    changed since, and those of `decide_round`.
    """
    row = work.get(ReviewRoundRow, round_id)
    if row.decision is None:
        raise UserError("review.not_decided")
    newest = rows.newest_round(work.session, row.project_id)
    if newest is None or newest.id != row.id:
        raise UserError("review.superseded", round_no=row.round_no)
    project = work.get(ProjectRow, row.project_id)
    kept = rows.of_round(work.session, ConditionRow, round_id)
    there = tuple(ConditionForm(one.text, one.responsible_unit, one.due) for one in kept)
    conditional = form.decision is ReviewDecision.CONDITIONAL_PASS
    _check(work, row, form, (*there, *form.conditions) if conditional else form.conditions)
    frozen = {Gate.CAPACITY: row.gate_capacity, Gate.ENVIRONMENT: row.gate_environment}
    frozen[Gate.SAFETY] = row.gate_safety
    if not row.decision.is_pass:
        _check_override(work, project, form, frozen, override)
    _take_back(work, project, row)
    if not conditional:
        for one in kept:
            work.delete(one)
    _judge_again(work, round_id, form.decided_on)
    _write(work, row, form)
    _follow(work, project, row)


def edit_condition(work: Work, condition_id: str, form: ConditionForm) -> None:
    """Write what the form holds; refusals ``review.condition_no_text``, ``review.condition_day_early``."""
    row = work.get(ConditionRow, condition_id)
    decided = work.get(ReviewRoundRow, row.round_id).decided_on
    rule.check_condition(form.text, form.due, decided)
    row.text = clean_text(form.text).strip()
    row.responsible_unit = clean_line(form.responsible_unit).strip()
    row.due = form.due


def add_condition(work: Work, round_id: str, form: ConditionForm) -> str:
    """Add a condition to a conditional pass and return its id.

    Refusals: ``review.condition_not_wanted`` for any other conclusion, and those of `edit_condition`.
    """
    row = work.get(ReviewRoundRow, round_id)
    if row.decision is None:
        raise UserError("review.not_decided")
    if row.decision is not ReviewDecision.CONDITIONAL_PASS:
        raise UserError("review.condition_not_wanted", decision=row.decision)
    rule.check_condition(form.text, form.due, row.decided_on)
    return _add_condition(work, row, form)


def meet_condition(work: Work, condition_id: str, on: date, note: str = "") -> None:
    """Record that a condition is met (落实), and how.

    Refusals: ``review.met_already``, ``review.met_out_of_range``.
    """
    row = work.get(ConditionRow, condition_id)
    if row.met_on is not None:
        raise UserError("review.met_already", on=row.met_on)
    rule.check_met(on, work.get(ReviewRoundRow, row.round_id).decided_on, work.today)
    row.met_on = on
    row.note = clean_text(note).strip()


def reopen_condition(work: Work, condition_id: str) -> None:
    """Take back that a condition was met; ``review.not_met`` if it was not."""
    row = work.get(ConditionRow, condition_id)
    if row.met_on is None:
        raise UserError("review.not_met")
    row.met_on = None


def _undecided(work: Work, round_id: str) -> ReviewRoundRow:
    row = work.get(ReviewRoundRow, round_id)
    if row.decision is not None:
        raise UserError("review.decided_already", round_no=row.round_no, decision=row.decision)
    return row


def _check(work: Work, row: ReviewRoundRow, form: DecisionForm, conditions: Sequence[ConditionForm]) -> None:
    rule.check_decision(
        form.decision,
        form.decided_on,
        row.accepted_on,
        work.today,
        minutes_no=form.minutes_no,
        reason=form.text,
        review_on=form.review_on,
    )
    rule.check_conditions(form.decision, ((one.text, one.due) for one in conditions), form.decided_on)


def _check_override(
    work: Work,
    project: ProjectRow,
    form: DecisionForm,
    gates: Mapping[Gate, bool | None],
    override: Override | None,
) -> None:
    failed = rule.check_gates(form.decision, gates)
    if not failed:
        return
    if override is None:
        raise UserError("review.gate_failed", gates=failed)
    check_override(override.reason, override.minutes_no)
    work.add(
        OverrideRow(
            id=work.new_id(),
            project_id=project.id,
            moved_on=form.decided_on,
            from_stage=Stage.REVIEW,
            to_stage=Stage.FORMATION,
            reason=clean_text(override.reason).strip(),
            minutes_no=clean_text(override.minutes_no).strip(),
        )
    )


def freeze_indicators(work: Work, row: ReviewRoundRow, day: date) -> None:
    """Keep a project's indicators as they stand, with the thresholds of a day, in its round."""
    figures = figures_of(work, row.project_id)
    for one in rule.indicators(figures, work.rules.stages, day):
        work.add(
            IndicatorRow(
                id=natural_id("indicator_result", row.id, one.indicator),
                project_id=row.project_id,
                round_id=row.id,
                indicator=one.indicator,
                value=one.value,
                comparison=one.threshold.comparison if one.threshold is not None else None,
                threshold=one.threshold.value if one.threshold is not None else None,
                verdict=one.verdict,
            )
        )


def _judge_again(work: Work, round_id: str, day: date) -> None:
    for row in rows.of_round(work.session, IndicatorRow, round_id):
        threshold = work.rules.stages.threshold(row.indicator, day)
        if _same(row, threshold):
            continue
        row.comparison = threshold.comparison if threshold is not None else None
        row.threshold = threshold.value if threshold is not None else None
        if row.value is not None:
            row.verdict = rule.judge(row.value, threshold)


def _same(row: IndicatorRow, threshold: Threshold | None) -> bool:
    if threshold is None:
        return row.threshold is None
    return (row.comparison, row.threshold) == (threshold.comparison, threshold.value)


def _write(work: Work, row: ReviewRoundRow, form: DecisionForm) -> None:
    row.decision, row.decided_on = form.decision, form.decided_on
    row.minutes_no = clean_line(form.minutes_no).strip()
    row.chair = clean_line(form.chair).strip()
    row.text = clean_text(form.text).strip()
    row.review_on = form.review_on if form.decision is ReviewDecision.DEFER else None
    for one in form.conditions:
        _add_condition(work, row, one)


def _add_condition(work: Work, row: ReviewRoundRow, form: ConditionForm) -> str:
    condition = ConditionRow(
        id=work.new_id(),
        project_id=row.project_id,
        round_id=row.id,
        text=clean_text(form.text).strip(),
        responsible_unit=clean_line(form.responsible_unit).strip(),
        due=form.due,
    )
    work.add(condition)
    return condition.id


def _follow(work: Work, project: ProjectRow, row: ReviewRoundRow) -> None:
    """Let the project follow its newest conclusion: the milestone of the pass, and the status."""
    if row.decision is None or row.decided_on is None:
        return
    passed_on = PartialDate.of(row.decided_on) if row.decision.is_pass else None
    projects.set_milestone(work, project.id, Milestone.REVIEW_PASSED, passed_on)
    status = rule.STATUS_AFTER[row.decision]
    if project.status is not status:
        reason = row.text or f"论证{row.decision.zh}"
        projects.change_status(
            work,
            project.id,
            status,
            row.decided_on,
            reason=reason,
            document_no=row.minutes_no,
            review_on=row.review_on,
        )


def _take_back(work: Work, project: ProjectRow, row: ReviewRoundRow) -> None:
    """Take back the status that a conclusion gave the project, if nothing was built upon it."""
    if row.decision is None or row.decided_on is None:
        return
    work.flush()
    own = _changes_by(work, row)
    later = rows.status_changes_since(work.session, project.id, row.decided_on)
    if not own:
        return
    if len(later) != len(own) or project.status is not own[-1].new:
        raise UserError("review.status_moved_on", status=project.status)
    for change in own:
        project.status = change.old
        work.delete(change)
    work.flush()


def _changes_by(work: Work, row: ReviewRoundRow) -> list[StatusChangeRow]:
    """The changes of status that the minutes of a conclusion made on its day."""
    if row.decision is None or row.decided_on is None:
        return []
    status = rule.STATUS_AFTER[row.decision]
    return [
        change
        for change in rows.status_changes_since(work.session, row.project_id, row.decided_on)
        if (change.changed_on, change.new, change.document_no) == (row.decided_on, status, row.minutes_no)
    ]
