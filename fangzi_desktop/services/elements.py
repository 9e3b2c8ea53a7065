"""What a project needs, who promised it and what came, and the supply over all projects (mechanism §4)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from fangzi_desktop.domain.clocks import fixed_deadline
from fangzi_desktop.domain.deadlines import light_on
from fangzi_desktop.domain.elements import (
    UNITS,
    Demand,
    Prompt,
    Sum,
    add_up,
    check_delivery,
    check_demand,
    prompt_of,
    status_of,
)
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import Element, ElementStatus
from fangzi_desktop.domain.terms import Light, LimitKind
from fangzi_desktop.domain.text import clean_text
from fangzi_desktop.storage import elements as rows
from fangzi_desktop.storage.stage_tables import DeliveryRow, ElementRow, ProfileRow
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.storage.work import View, Work

_WAN = 10_000


@dataclass(frozen=True, slots=True)
class ElementForm:
    """What a person says of one demand; amounts are in `unit`, `specifics` are the fields of its kind."""

    kind: Element
    name: str = ""
    unit: str = ""
    demand: Decimal | None = None
    raised_on: date | None = None
    needed_by: date | None = None
    committed: Decimal | None = None
    committed_on: date | None = None
    department: str = ""
    promised_for: date | None = None
    evidence_no: str = ""
    remark: str = ""
    specifics: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeliveryForm:
    """One delivery, in the demand's unit."""

    on: date
    quantity: Decimal | None = None
    evidence_no: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery as it is read."""

    id: str
    on: date
    quantity: Decimal
    evidence_no: str


@dataclass(frozen=True, slots=True)
class ElementLine:
    """A demand as it is read.

    `due` is the day promised, else the day it is needed by; `light` is grey without one and once supplied.
    """

    id: str
    project_id: str
    project: str
    form: ElementForm
    delivered: Decimal
    gap: Decimal | None
    status: ElementStatus
    due: date | None
    light: Light
    prompt: Prompt | None
    deliveries: tuple[Delivery, ...]
    surplus: Decimal = Decimal(0)
    unavailable_reason: str = ""


def add_element(work: Work, project_id: str, form: ElementForm) -> str:
    """Register a demand and return its id; refusals are those of `check_demand`."""
    project = work.get(ProjectRow, project_id)
    row = ElementRow(id=work.new_id(), project_id=project.id, kind=form.kind, unit="")
    _fill(work, row, form)
    work.add(row)
    return row.id


def add_elements(work: Work, project_id: str, forms: Iterable[ElementForm]) -> int:
    """Register several demands in one act and return how many; one refusal refuses all."""
    return len([add_element(work, project_id, form) for form in forms])


def edit_element(work: Work, element_id: str, form: ElementForm) -> None:
    """Write what the form holds of a demand; refusals are those of `check_demand`.

    What was delivered keeps its unit: ``element.unit_fixed``.
    """
    row = work.get(ElementRow, element_id)
    if form.unit.strip() != row.unit and rows.delivery_rows(work.session, row.project_id).get(row.id):
        raise UserError("element.unit_fixed", unit=row.unit)
    _fill(work, row, form)


def remove_element(work: Work, element_id: str) -> None:
    """Remove a demand with its deliveries. Raises ``element.in_use`` while a problem names it."""
    row = work.get(ElementRow, element_id)
    if rows.names_element(work.session, element_id):
        raise UserError("element.in_use")
    for delivery in rows.delivery_rows(work.session, row.project_id).get(row.id, []):
        work.delete(delivery)
    work.delete(row)


def deliver(work: Work, element_id: str, form: DeliveryForm) -> str:
    """Record a delivery and return its id; refusals are those of `check_delivery`."""
    row = work.get(ElementRow, element_id)
    quantity = _checked(form, work.today)
    made = DeliveryRow(
        id=work.new_id(),
        project_id=row.project_id,
        element_id=row.id,
        delivered_on=form.on,
        quantity=quantity,
        evidence_no=clean_text(form.evidence_no).strip(),
    )
    _take_back(row)
    return work.add(made).id


def correct_delivery(work: Work, delivery_id: str, form: DeliveryForm) -> None:
    """Correct a delivery; refusals are those of `check_delivery`."""
    row = work.get(DeliveryRow, delivery_id)
    row.quantity = _checked(form, work.today)
    row.delivered_on = form.on
    row.evidence_no = clean_text(form.evidence_no).strip()


def remove_delivery(work: Work, delivery_id: str) -> None:
    """Take a delivery back."""
    work.delete(work.get(DeliveryRow, delivery_id))


def mark_unavailable(work: Work, element_id: str, reason: str) -> None:
    """Record that a demand cannot be met (无法保障), and why; ``element.no_reason`` without it."""
    reason = clean_text(reason).strip()
    if not reason:
        raise UserError("element.no_reason")
    row = work.get(ElementRow, element_id)
    row.is_unavailable = True
    row.unavailable_reason = reason


def mark_available(work: Work, element_id: str) -> None:
    """Take back that a demand cannot be met."""
    _take_back(work.get(ElementRow, element_id))


def element_lines(view: View, project_id: str | None = None) -> tuple[ElementLine, ...]:
    """Return a project's demands, or everybody's: open ones first, by their day."""
    deliveries = rows.delivery_rows(view.session, project_id)
    found = [
        _line(view, row, project, deliveries.get(row.id, []))
        for row, project in rows.element_rows(view.session, project_id)
    ]
    return tuple(sorted(found, key=_urgency))


def element_sums(lines: Iterable[ElementLine]) -> tuple[Sum, ...]:
    """Return what demands come to, for each element and each unit on its own."""
    return add_up(
        (
            line.form.kind,
            line.form.unit,
            Demand(
                line.form.demand,
                line.form.committed,
                line.delivered,
                len(line.deliveries),
                is_raised=True,
                is_promised=False,
            ),
        )
        for line in lines
    )


def proposed_elements(view: View, project_id: str) -> tuple[ElementForm, ...]:
    """Return demands that the project's own figures call for and that nobody has registered yet."""
    project = view.session.get(ProjectRow, project_id)
    if project is None:
        raise UserError("record.missing", table="project")
    profile = view.session.get(ProfileRow, project_id)
    known = {line.form.kind for line in element_lines(view, project_id)}
    figures: dict[Element, Decimal | None] = {Element.LAND: project.area_mu}
    if profile is not None:
        figures[Element.ENERGY_QUOTA] = profile.energy_tce
        figures[Element.EMISSION_QUOTA] = profile.emission_tonnes
        figures[Element.LABOUR] = Decimal(profile.employees) if profile.employees is not None else None
    if project.investment_yuan is not None:
        figures[Element.FINANCE] = Decimal(project.investment_yuan) / _WAN
    return tuple(
        ElementForm(kind, unit=UNITS[kind][0], demand=figure, raised_on=view.today)
        for kind, figure in figures.items()
        if figure and kind not in known
    )


def _take_back(row: ElementRow) -> None:
    row.is_unavailable = False
    row.unavailable_reason = ""


def _urgency(line: ElementLine) -> tuple[bool, date, str, str]:
    is_settled = line.status in (ElementStatus.DELIVERED, ElementStatus.UNAVAILABLE)
    return (is_settled, line.due or date.max, line.form.kind, line.id)


def _checked(form: DeliveryForm, today: date) -> Decimal:
    check_delivery(form.quantity, form.on, today)
    return form.quantity or Decimal(0)


def _line(view: View, row: ElementRow, project: str, deliveries: list[DeliveryRow]) -> ElementLine:
    demand = rows.demand_of(row, deliveries)
    status = status_of(demand)
    due = row.promised_for or row.needed_by
    form = element_form(row)
    return ElementLine(
        row.id,
        row.project_id,
        project,
        form,
        demand.delivered,
        demand.gap,
        status,
        due,
        _light(view, status, due),
        prompt_of(row.kind, row.unit, row.demand, form.specifics),
        tuple(Delivery(one.id, one.delivered_on, one.quantity, one.evidence_no) for one in deliveries),
        demand.surplus,
        row.unavailable_reason,
    )


def _light(view: View, status: ElementStatus, due: date | None) -> Light:
    if status is ElementStatus.UNAVAILABLE:
        return Light.RED
    if status is ElementStatus.DELIVERED or due is None:
        return Light.GREY
    deadline = fixed_deadline(due, view.calendar)
    return light_on(view.today, due=due, warn_on=deadline.warn_on, stopped=False, kind=LimitKind.MAX)


def element_form(row: ElementRow) -> ElementForm:
    """Return what is recorded of a demand as its form."""
    return ElementForm(
        row.kind,
        row.name,
        row.unit,
        row.demand,
        row.raised_on,
        row.needed_by,
        row.committed,
        row.committed_on,
        row.department,
        row.promised_for,
        row.evidence_no,
        row.remark,
        json.loads(row.specifics),
    )


def _fill(work: Work, row: ElementRow, form: ElementForm) -> None:
    unit, department = clean_text(form.unit).strip(), clean_text(form.department).strip()
    check_demand(
        unit,
        (form.demand, form.committed),
        raised_on=form.raised_on,
        needed_by=form.needed_by,
        committed_on=form.committed_on,
        promised_for=form.promised_for,
        department=department,
        today=work.today,
    )
    row.kind = form.kind
    row.name = clean_text(form.name).strip()
    row.unit = unit
    row.demand = form.demand
    row.raised_on = form.raised_on
    row.needed_by = form.needed_by
    row.committed = form.committed
    row.committed_on = form.committed_on
    row.department = department
    row.promised_for = form.promised_for
    row.evidence_no = clean_text(form.evidence_no).strip()
    row.remark = clean_text(form.remark).strip()
    kept = {key: clean_text(words).strip() for key, words in form.specifics.items() if words.strip()}
    row.specifics = json.dumps(kept, ensure_ascii=False, sort_keys=True)
