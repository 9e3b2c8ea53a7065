"""Demands for elements and their deliveries as rows, and the days they are owed by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.clocks import Duty
from fangzi_desktop.domain.deadlines import Clock
from fangzi_desktop.domain.elements import ZERO, Demand, status_of
from fangzi_desktop.domain.stage_terms import Element, ElementStatus
from fangzi_desktop.domain.terms import ClockKind
from fangzi_desktop.storage.reading import Days, select_of
from fangzi_desktop.storage.stage_tables import DeliveryRow, ElementRow
from fangzi_desktop.storage.tables import ProblemRow, ProjectRow


def element_rows(session: Session, project_id: str | None = None) -> list[tuple[ElementRow, str]]:
    """Return a project's demands, or everybody's, with the names of their projects."""
    statement = sa.select(ElementRow, ProjectRow.name).join(
        ProjectRow, ProjectRow.id == ElementRow.project_id
    )
    if project_id is not None:
        statement = statement.where(ElementRow.project_id == project_id)
    return [(row, name) for row, name in session.execute(statement)]


def delivery_rows(session: Session, project_id: str | None = None) -> dict[str, list[DeliveryRow]]:
    """Return the deliveries of a project's demands, or of everybody's, oldest first, by demand."""
    statement = sa.select(DeliveryRow).order_by(DeliveryRow.delivered_on)
    if project_id is not None:
        statement = statement.where(DeliveryRow.project_id == project_id)
    found: dict[str, list[DeliveryRow]] = defaultdict(list)
    for row in session.scalars(statement):
        found[row.element_id].append(row)
    return found


def names_element(session: Session, element_id: str) -> bool:
    """Whether a problem names this demand."""
    return (
        session.scalar(sa.select(ProblemRow.id).where(ProblemRow.element_id == element_id).limit(1))
        is not None
    )


def demand_of(row: ElementRow, deliveries: Collection[DeliveryRow]) -> Demand:
    """Return what the rule judges of a demand."""
    return Demand(
        row.demand,
        row.committed,
        sum((one.quantity for one in deliveries), ZERO),
        len(deliveries),
        row.raised_on is not None,
        row.promised_for is not None or row.committed_on is not None,
        row.is_unavailable,
    )


_COLUMNS = (
    *("project_id", "id", "kind", "name", "unit", "demand", "committed", "raised_on", "needed_by"),
    *("committed_on", "department", "promised_for", "is_unavailable"),
)


def element_duties(session: Session, ids: Collection[str] | None, days: Days) -> Iterator[tuple[str, Duty]]:
    """Yield what is still to be supplied by a day: the one promised, else the one it is needed by."""
    delivered: dict[str, list[Decimal]] = defaultdict(list)
    for element, quantity in select_of(session, ids, DeliveryRow, "element_id", "quantity"):
        delivered[element].append(quantity)
    for (
        project,
        element,
        kind,
        name,
        unit,
        wanted,
        committed,
        raised,
        needed,
        said,
        who,
        promised,
        none,
    ) in select_of(session, ids, ElementRow, *_COLUMNS):
        own = delivered[element]
        demand = Demand(
            wanted,
            committed,
            sum(own, ZERO),
            len(own),
            raised is not None,
            promised is not None or said is not None,
            none,
        )
        due = promised or needed
        if due is None or status_of(demand) in (ElementStatus.DELIVERED, ElementStatus.UNAVAILABLE):
            continue
        event = "承诺到位" if promised is not None else "要素提出"
        label = _label(kind, name, demand.gap, unit)
        clock = Clock((said if promised is not None else raised) or raised or said, event, None)
        yield project, Duty(element, ClockKind.ELEMENT, kind.value, label, who, clock, due)


def _label(kind: Element, name: str, gap: Decimal | None, unit: str) -> str:
    what = f"{kind.zh}（{name}）" if name else kind.zh
    if gap is None:
        return f"{what}到位"
    figure = f"{gap:f}"
    figure = figure.rstrip("0").rstrip(".") if "." in figure else figure
    return f"{what}到位 {figure}{unit}"
