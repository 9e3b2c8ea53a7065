"""What the papers of a review meeting print, gathered from the records."""

from __future__ import annotations

from fangzi_desktop.domain.stage_terms import ElementStatus
from fangzi_desktop.reports.meeting_input import (
    ConditionFact,
    GateFact,
    IndicatorFact,
    MeetingInput,
    MeetingItem,
    OpinionFact,
)
from fangzi_desktop.services.elements import ElementLine
from fangzi_desktop.services.meetings import AgendaItem, meeting
from fangzi_desktop.services.settings import team_settings
from fangzi_desktop.storage.work import View


def meeting_input(view: View, meeting_id: str) -> MeetingInput:
    """Return a meeting's papers as facts. Raises `UserError` ``record.missing``."""
    read = meeting(view, meeting_id)
    return MeetingInput(
        team_settings(view).name,
        read.form.name,
        read.form.held_on,
        read.form.minutes_no,
        read.form.place,
        read.form.chair,
        view.today,
        tuple(_item(one) for one in read.agenda),
    )


def _item(item: AgendaItem) -> MeetingItem:
    line = item.round
    return MeetingItem(
        item.name,
        item.investor,
        item.responsible_unit,
        item.investment_yuan,
        item.fixed_investment_yuan,
        item.area_mu,
        item.output_yuan,
        line.round_no if line is not None else max((one.round_no for one in item.earlier), default=1),
        tuple(
            IndicatorFact(one.indicator, one.value, one.unit, one.comparison, one.threshold, one.verdict)
            for one in item.indicators
        ),
        tuple(GateFact(one.gate, one.passed, one.note) for one in item.gates),
        tuple(
            OpinionFact(one.department, one.kind, one.text, one.conditions, one.is_late)
            for one in (line.opinions if line is not None else ())
        ),
        tuple(_element(one) for one in item.elements if one.status is not ElementStatus.DELIVERED),
        item.problems,
        item.decision,
        line.text if line is not None else "",
        line.review_on if line is not None else None,
        tuple(
            ConditionFact(one.text, one.responsible_unit, one.due)
            for one in (line.conditions if line is not None else ())
        ),
    )


def _element(line: ElementLine) -> str:
    name = f"{line.form.kind.zh}（{line.form.name}）" if line.form.name else line.form.kind.zh
    if line.gap is None:
        return f"{name}{line.status.zh}"
    figure = f"{line.gap:f}"
    figure = figure.rstrip("0").rstrip(".") if "." in figure else figure
    return f"{name}需{figure}{line.form.unit}，{line.status.zh}"
