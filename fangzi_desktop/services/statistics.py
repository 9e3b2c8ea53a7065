"""Entries into statistics: papers, filing, returns and entry; and what the enterprise itself reported.

Nothing here works out what should be reported (统计法 §§7, 40): the team checks papers and reminds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fangzi_desktop.domain.clocks import fixed_deadline
from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.deadlines import light_on
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_rules import SectorThreshold
from fangzi_desktop.domain.stage_terms import (
    InvestLevel,
    ReportedMetric,
    ReportedUnit,
    Sector,
    StatsKind,
    StatsMaterial,
    StatsState,
    WindowKind,
)
from fangzi_desktop.domain.stages import TERMINAL, stage_index
from fangzi_desktop.domain.stats_entry import (
    Entry,
    Finding,
    check_filing,
    check_month,
    findings,
    invest_form,
    papers_for,
    reviews,
    state_of,
)
from fangzi_desktop.domain.stats_windows import Producer, Window, next_invest_day, next_window
from fangzi_desktop.domain.terms import Light, LimitKind, Milestone, Stage
from fangzi_desktop.domain.text import clean_line, clean_text
from fangzi_desktop.domain.workdays import ONE_DAY
from fangzi_desktop.services.projects import set_milestone
from fangzi_desktop.storage import statistics as rows
from fangzi_desktop.storage.natural_ids import natural_id
from fangzi_desktop.storage.stage_tables import (
    ProfileRow,
    ReportedRow,
    StatsFileRow,
    StatsMaterialRow,
    StatsReturnRow,
)
from fangzi_desktop.storage.statistics import StatsRows
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.storage.work import View, Work

_ENTRY_OF = {StatsKind.INVEST: Milestone.STATS_ENTRY, StatsKind.SCALE: Milestone.SCALE_ENTRY}
_OPEN = (StatsState.PREPARING, StatsState.READY, StatsState.RETURNED)


@dataclass(frozen=True, slots=True)
class InvestForm:
    """What the papers of an investment project say; amounts in whole yuan, as the papers state them."""

    is_purchase_only: bool = False
    filing_unit: str = ""
    reporting_unit: str = ""
    contract_party: str = ""
    approved_investment_yuan: int | None = None
    applied_investment_yuan: int | None = None
    applied_start_on: date | None = None
    contract_on: date | None = None
    photo_on: date | None = None
    only_levelling: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class ScaleForm:
    """What the papers of a producing firm say; it reached the threshold in `reached_month` (``2026-08``)."""

    sector: Sector | None = None
    reached_month: str = ""
    filing_unit: str = ""
    reporting_unit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReportedForm:
    """A figure as the enterprise reported it, with the paper it was read from; nothing is filled in."""

    month: str = ""
    metric: ReportedMetric | None = None
    value: Decimal | None = None
    unit: ReportedUnit | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper of an entry and the day it was there."""

    material: StatsMaterial
    is_needed: bool
    received_on: date | None


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """An application sent back; without `filed_again_on` the enterprise has not filed again."""

    id: str
    returned_on: date
    reason: str
    filed_again_on: date | None


@dataclass(frozen=True, slots=True)
class StatsLine:
    """One entry of one project as it stands.

    `window` is what its papers are due for, which may be missed by now; `following` the first one from today
    on, where that is another. `light` is the window's, grey while nothing is due.
    """

    id: str
    project_id: str
    project: str
    kind: StatsKind
    state: StatsState
    light: Light
    sector: Sector | None
    since: PartialDate | None
    investment_yuan: int | None
    form_name: str
    reviews: tuple[InvestLevel, ...]
    threshold_yuan: int | None
    criterion: str
    window: Window | None
    following: Window | None
    papers: tuple[PaperLine, ...]
    findings: tuple[Finding, ...]
    returns: tuple[ReturnLine, ...]
    filed_on: date | None
    reached_month: str
    entered: PartialDate | None
    statistical_code: str
    waits_reason: str
    file_id: str = ""
    invest: InvestForm | None = None
    scale: ScaleForm | None = None

    @property
    def papers_there(self) -> int:
        """How many of the needed papers are there."""
        return sum(one.is_needed and one.received_on is not None for one in self.papers)

    @property
    def papers_needed(self) -> int:
        """How many papers the entry cannot do without."""
        return sum(one.is_needed for one in self.papers)

    @property
    def is_open(self) -> bool:
        """Whether papers are to be handed in."""
        return self.state in _OPEN


@dataclass(frozen=True, slots=True)
class ReportedLine:
    """A figure the enterprise reported; one that a later note replaces is marked, and stays."""

    id: str
    month: str
    metric: ReportedMetric
    value: Decimal
    unit: ReportedUnit
    source: str
    noted_on: date
    is_superseded: bool
    supersedes: bool


def edit_invest_file(work: Work, project_id: str, form: InvestForm) -> None:
    """Write what the papers of an investment project say. Refusal: ``stats.future`` for a day to come."""
    for day in (form.contract_on, form.photo_on, form.applied_start_on):
        if day is not None and day > work.today:
            raise UserError("stats.future", day=day, today=work.today)
    row = _file(work, project_id, StatsKind.INVEST)
    _write_units(row, form)
    row.is_purchase_only = form.is_purchase_only
    row.contract_party = clean_line(form.contract_party)
    row.approved_investment_yuan = form.approved_investment_yuan
    row.applied_investment_yuan = form.applied_investment_yuan
    row.applied_start_on = form.applied_start_on
    row.contract_on = form.contract_on
    row.photo_on = form.photo_on
    row.only_levelling = form.only_levelling


def edit_scale_file(work: Work, project_id: str, form: ScaleForm) -> None:
    """Write what the papers of a producing firm say, its sector, and when it reached the threshold.

    Refusal: ``stats.month_ahead`` for a month that has not begun.
    """
    if form.reached_month:
        check_month(form.reached_month, work.today)
    row = _file(work, project_id, StatsKind.SCALE)
    _write_units(row, form)
    row.reached_month = form.reached_month
    profile = work.session.get(ProfileRow, project_id)
    if profile is not None:
        profile.sector = form.sector
    elif form.sector is not None:
        work.add(ProfileRow(id=project_id, project_id=project_id, sector=form.sector))


def tick_stats_material(
    work: Work, project_id: str, kind: StatsKind, material: StatsMaterial, on: date
) -> None:
    """Record that the enterprise has a paper ready since a day; ``stats.future`` for a day to come."""
    if on > work.today:
        raise UserError("stats.future", day=on, today=work.today)
    work.get(ProjectRow, project_id)
    row = rows.material_row(work.session, project_id, kind, material)
    if row is not None:
        row.received_on = on
        return
    work.add(
        StatsMaterialRow(
            id=natural_id("stats_material", project_id, kind, material),
            project_id=project_id,
            kind=kind,
            material=material,
            received_on=on,
        )
    )


def untick_stats_material(work: Work, project_id: str, kind: StatsKind, material: StatsMaterial) -> None:
    """Take back that a paper is there."""
    row = rows.material_row(work.session, project_id, kind, material)
    if row is not None:
        work.delete(row)


def file_application(work: Work, project_id: str, kind: StatsKind, on: date) -> None:
    """Record that the enterprise filed its application, or filed it again after a return.

    Filing that is already recorded has its day corrected. Refusals are those of `check_filing`.
    """
    check_filing(_entry(_own(work, project_id), kind), on, work.today)
    row = _file(work, project_id, kind)
    sent_back = rows.open_return(work.session, project_id, kind)
    if sent_back is None:
        row.filed_on = on
        return
    if on < sent_back.returned_on:
        raise UserError("stats.day_out_of_range", earliest=sent_back.returned_on, latest=work.today)
    sent_back.filed_again_on = on


def return_application(work: Work, project_id: str, kind: StatsKind, on: date, reason: str) -> None:
    """Record that the statistics bureau sent an application back (退回), and why.

    Refusals: ``stats.not_filed`` for one that does not lie with the bureau, ``stats.entered``,
    ``stats.no_reason`` and ``stats.day_out_of_range``.
    """
    own = _own(work, project_id)
    entry = _entry(own, kind)
    if entry.is_entered:
        raise UserError("stats.entered", kind=kind)
    if entry.filed_on is None or entry.is_returned:
        raise UserError("stats.not_filed")
    words = clean_text(reason).strip()
    if not words:
        raise UserError("stats.no_reason")
    earliest = max([entry.filed_on, *(one.filed_again_on for one in own.returns[kind] if one.filed_again_on)])
    if not earliest <= on <= work.today:
        raise UserError("stats.day_out_of_range", earliest=earliest, latest=work.today)
    work.add(StatsReturnRow(id=work.new_id(), project_id=project_id, kind=kind, returned_on=on, reason=words))


def remove_return(work: Work, return_id: str) -> None:
    """Take back a return that was recorded in error."""
    work.delete(work.get(StatsReturnRow, return_id))


def wait_for_next_window(work: Work, project_id: str, kind: StatsKind, reason: str) -> None:
    """Let a window go that will not be or was not met, so that the next one is what papers are due for.

    Refusals: ``stats.no_window`` while none is due, and ``stats.no_reason``.
    """
    line = _line(work, _own(work, project_id), kind)
    if line.window is None or not line.is_open:
        raise UserError("stats.no_window")
    words = clean_text(reason).strip()
    if not words:
        raise UserError("stats.no_reason")
    row = _file(work, project_id, kind)
    # A window long missed is not followed by the ones that have passed since.
    row.waits_since = max(line.window.due, work.today - ONE_DAY)
    row.waits_reason = words


def record_entry(work: Work, project_id: str, kind: StatsKind, month: str, code: str) -> None:
    """Record the month of an approved entry, with the project's statistical code, and set its milestone.

    Refusals: those of `check_month`, ``stats.no_code`` for an investment project without one, and
    ``stats.entry_before_filing``.
    """
    check_month(month, work.today)
    number = clean_line(code)
    if kind is StatsKind.INVEST and not number:
        raise UserError("stats.no_code")
    row = _file(work, project_id, kind)
    if row.filed_on is not None and month < f"{row.filed_on:%Y-%m}":
        raise UserError("stats.entry_before_filing", filed_on=row.filed_on)
    row.entry_month = month
    row.statistical_code = number
    set_milestone(work, project_id, _ENTRY_OF[kind], PartialDate.from_code(month))


def remove_entry(work: Work, project_id: str, kind: StatsKind) -> None:
    """Take back an entry that was recorded in error."""
    row = _file(work, project_id, kind)
    row.entry_month = ""
    row.statistical_code = ""
    set_milestone(work, project_id, _ENTRY_OF[kind], None)


def note_reported(work: Work, project_id: str, form: ReportedForm) -> str:
    """Note a figure as the enterprise reported it, and return the note's id. It is never changed.

    A correction by the enterprise is a further note for the same month. Refusals: those of `check_month`,
    ``reported.no_metric``, ``reported.no_value``, ``reported.unit`` and ``reported.no_source``.
    """
    work.get(ProjectRow, project_id)
    check_month(form.month, work.today)
    if form.metric is None:
        raise UserError("reported.no_metric")
    if form.value is None or form.value < 0:
        raise UserError("reported.no_value")
    counts_people = form.metric is ReportedMetric.EMPLOYEES
    if form.unit is None or (form.unit is ReportedUnit.PERSON) is not counts_people:
        raise UserError("reported.unit", metric=form.metric)
    if counts_people and form.value != form.value.to_integral_value():
        raise UserError("field.not_whole", text=f"{form.value:f}")
    source = clean_text(form.source).strip()
    if not source:
        raise UserError("reported.no_source")
    row = ReportedRow(
        id=work.new_id(),
        project_id=project_id,
        month=form.month,
        metric=form.metric,
        value=form.value,
        unit=form.unit,
        position=len(rows.reported_rows(work.session, project_id)),
        noted_on=work.today,
        source=source,
    )
    work.add(row)
    return row.id


def entries(view: View, project_id: str) -> tuple[StatsLine, StatsLine]:
    """Return a project's two entries: 投资纳统 and 升规纳统."""
    own = _own(view, project_id)
    return _line(view, own, StatsKind.INVEST), _line(view, own, StatsKind.SCALE)


def all_entries(view: View) -> tuple[StatsLine, ...]:
    """Return the entries of all projects that must or may enter, what is open first, by day.

    Those are projects under construction or further, firms about to produce or producing, and whatever has
    records. A project that has left the mechanism is left out.
    """
    found = [
        _line(view, own, kind)
        for own in rows.stats_rows(view.session).values()
        if own.project.status not in TERMINAL
        for kind in StatsKind
        if _concerns(own, kind)
    ]
    return tuple(sorted(found, key=_urgency))


def reported(view: View, project_id: str) -> tuple[ReportedLine, ...]:
    """Return what the enterprise reported, newest month first; of one month in the order noted."""
    found = rows.reported_rows(view.session, project_id)
    last = {(row.month, row.metric): row.id for row in found}
    first = {(row.month, row.metric): row.id for row in reversed(found)}
    lines = [
        ReportedLine(
            row.id,
            row.month,
            row.metric,
            row.value,
            row.unit,
            row.source,
            row.noted_on,
            last[row.month, row.metric] != row.id,
            first[row.month, row.metric] != row.id,
        )
        for row in found
    ]
    order = list(ReportedMetric)
    # Sorting keeps the order noted among those of one month and figure.
    by_metric = sorted(lines, key=lambda one: order.index(one.metric))
    return tuple(sorted(by_metric, key=lambda one: one.month, reverse=True))


def _urgency(line: StatsLine) -> tuple[bool, date, str]:
    return (not line.is_open, line.window.due if line.window is not None else date.max, line.project)


def _concerns(own: StatsRows, kind: StatsKind) -> bool:
    if kind in own.files or _ENTRY_OF[kind] in own.dated:
        return True
    stage = stage_index(own.project.stage)
    if kind is StatsKind.INVEST:
        begun = Milestone.START_STATISTICAL in own.dated
        return begun or stage >= stage_index(Stage.CONSTRUCTION)
    return Milestone.PRODUCTION in own.dated or stage >= stage_index(Stage.COMPLETION)


def _own(view: View, project_id: str) -> StatsRows:
    # Commands of one act see what they have just written.
    view.session.flush()
    found = rows.stats_rows(view.session, project_id).get(project_id)
    if found is None:
        raise UserError("record.missing", table="project")
    return found


def _file(work: Work, project_id: str, kind: StatsKind) -> StatsFileRow:
    own = _own(work, project_id)
    row = own.files.get(kind)
    if row is None:
        row = work.add(
            StatsFileRow(id=natural_id("stats_file", project_id, kind), project_id=project_id, kind=kind)
        )
    return row


def _write_units(row: StatsFileRow, form: InvestForm | ScaleForm) -> None:
    row.filing_unit = clean_line(form.filing_unit)
    row.reporting_unit = clean_line(form.reporting_unit)
    row.note = clean_text(form.note).strip()


def _entry(own: StatsRows, kind: StatsKind) -> Entry:
    file = own.files.get(kind)
    known = Entry(
        kind,
        own.project.investment_yuan,
        own.dated.get(Milestone.START_STATISTICAL),
        own.dated.get(Milestone.PRODUCTION),
        own.sector,
        needs_permit=own.needs_permit,
        permit_on=own.permit_on,
        is_entered=_ENTRY_OF[kind] in own.dated,
    )
    if file is None:
        return known
    return Entry(
        kind,
        known.investment_yuan,
        known.started,
        known.produced,
        known.sector,
        file.is_purchase_only,
        known.needs_permit,
        known.permit_on,
        file.filing_unit,
        file.reporting_unit,
        file.contract_party,
        file.applied_investment_yuan,
        file.approved_investment_yuan,
        file.applied_start_on,
        file.contract_on,
        file.photo_on,
        file.only_levelling,
        file.reached_month,
        file.filed_on,
        any(one.filed_again_on is None for one in own.returns[kind]),
        known.is_entered,
    )


def _line(view: View, own: StatsRows, kind: StatsKind) -> StatsLine:
    rules, today = view.rules.stages, view.today
    entry, file = _entry(own, kind), own.files.get(kind)
    there = own.papers[kind]
    state = state_of(entry, there.keys(), rules, today)
    window, following = _windows(view, own, entry) if state in _OPEN else (None, None)
    threshold = _threshold(view, entry)
    is_invest = kind is StatsKind.INVEST
    level = rules.invest_threshold(InvestLevel.ENTRY, entry.judged_on(today))
    return StatsLine(
        rows.entry_id(own.project.id, kind),
        own.project.id,
        own.project.name,
        kind,
        state,
        _light(view, window),
        own.sector,
        entry.started if is_invest else entry.produced,
        own.project.investment_yuan,
        invest_form(entry, rules, today) if is_invest else "",
        reviews(entry, rules, today) if is_invest else (),
        (level.amount_yuan if level else None)
        if is_invest
        else (threshold.amount_yuan if threshold else None),
        threshold.criterion if threshold is not None and not is_invest else "",
        window,
        following,
        tuple(
            PaperLine(one.material, one.is_needed, there.get(one.material))
            for one in papers_for(entry, rules, today)
        ),
        () if entry.is_entered else findings(entry, today),
        tuple(
            ReturnLine(one.id, one.returned_on, one.reason, one.filed_again_on) for one in own.returns[kind]
        ),
        file.filed_on if file is not None else None,
        entry.reached_month,
        own.dated.get(_ENTRY_OF[kind]),
        file.statistical_code if file is not None else "",
        file.waits_reason if file is not None else "",
        file.id if file is not None else "",
        _invest_form(own, file) if is_invest else None,
        None if is_invest else _scale_form(own, file),
    )


def _windows(view: View, own: StatsRows, entry: Entry) -> tuple[Window | None, Window | None]:
    """The window that papers are due for, counted as its clock is, and the first one from today on."""
    file = own.files.get(entry.kind)
    anchors = [one.returned_on for one in own.returns[entry.kind]]
    if file is not None and file.waits_since is not None:
        anchors.append(file.waits_since)
    rules, calendar = view.rules.stages, view.calendar
    if entry.kind is StatsKind.INVEST:
        if entry.started is None:
            return None, None
        after = max([entry.started.last_day, *anchors]) + ONE_DAY
        window = next_invest_day(rules, calendar, after)
        following = next_invest_day(rules, calendar, max(after, view.today))
    else:
        if entry.produced is None or not entry.reached_month:
            return None, None
        firm = Producer(entry.sector, entry.produced.first_day, entry.reached_month)
        begun = date.fromisoformat(f"{entry.reached_month}-01")
        after = max([begun, *anchors]) + ONE_DAY
        window = next_window(rules, calendar, firm, after)
        following = next_window(rules, calendar, firm, max(after, view.today))
    return window, following if following != window else None


def _light(view: View, window: Window | None) -> Light:
    if window is None:
        return Light.GREY
    warn_on = fixed_deadline(window.due, view.calendar).warn_on
    if window.kind is not WindowKind.INVEST:
        # There is such a day every month; the others are few.
        warn_on = window.reminders[0]
    return light_on(view.today, due=window.due, warn_on=warn_on, stopped=False, kind=LimitKind.MAX)


def _threshold(view: View, entry: Entry) -> SectorThreshold | None:
    """The threshold of the day it was reached, else of today."""
    if entry.sector is None:
        return None
    reached = date.fromisoformat(f"{entry.reached_month}-01") if entry.reached_month else view.today
    return view.rules.stages.sector_threshold(entry.sector, reached)


def _invest_form(own: StatsRows, file: StatsFileRow | None) -> InvestForm:
    if file is None:
        return InvestForm(filing_unit=own.developer)
    return InvestForm(
        file.is_purchase_only,
        file.filing_unit,
        file.reporting_unit,
        file.contract_party,
        file.approved_investment_yuan,
        file.applied_investment_yuan,
        file.applied_start_on,
        file.contract_on,
        file.photo_on,
        file.only_levelling,
        file.note,
    )


def _scale_form(own: StatsRows, file: StatsFileRow | None) -> ScaleForm:
    if file is None:
        return ScaleForm(own.sector, filing_unit=own.developer)
    return ScaleForm(own.sector, file.reached_month, file.filing_unit, file.reporting_unit, file.note)


def is_missed(line: StatsLine, today: date) -> bool:
    """Whether the window that papers are due for has passed."""
    return line.window is not None and line.window.due < today
