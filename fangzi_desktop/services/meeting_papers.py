"""What the papers of a meeting print, gathered from the records of the day."""

from __future__ import annotations

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.reports.meeting_input import (
    MeetingInput,
    MeetingProject,
    PaperCondition,
    PaperIndicator,
    PaperOpinion,
)
from fangzi_desktop.reports.wording import area, full_day
from fangzi_desktop.services.elements import ElementLine
from fangzi_desktop.services.meeting_lines import AgendaPage, meeting
from fangzi_desktop.services.review_lines import IndicatorLine, OpinionLine, RoundLine
from fangzi_desktop.services.settings import team_settings
from fangzi_desktop.storage.work import View


def meeting_input(view: View, meeting_id: str) -> MeetingInput:
    """Return what the papers of a meeting print. Raises `UserError` ``record.missing``."""
    read = meeting(view, meeting_id)
    if read is None:
        raise UserError("record.missing", table="meeting")
    line = read.line
    return MeetingInput(
        team_settings(view).name,
        line.name,
        line.held_on,
        line.place,
        line.chair,
        line.minutes_no,
        view.today,
        tuple(_project(page) for page in read.agenda),
    )


def _project(page: AgendaPage) -> MeetingProject:
    own = page.own
    conditions = own.conditions if own is not None else ()
    return MeetingProject(
        name=page.project,
        investor=page.investor,
        track=page.track,
        unit=page.unit,
        investment_yuan=page.investment_yuan,
        fixed_investment_yuan=page.fixed_investment_yuan,
        area_mu=page.area_mu,
        round_no=own.round_no if own is not None else len(page.earlier) + 1,
        decision=page.decision,
        text=own.text if own is not None else "",
        review_on=own.review_on if own is not None else None,
        conditions=tuple(PaperCondition(one.text, one.responsible_unit, one.due) for one in conditions),
        gates=tuple((one.gate, one.passed, one.note) for one in page.gates),
        indicators=tuple(_indicator(one) for one in page.indicators),
        opinions=tuple(_opinion(one) for one in own.opinions) if own is not None else (),
        proposed=tuple(
            PaperCondition(one.text, one.responsible_unit, one.due) for one in page.proposed_conditions
        ),
        problems=tuple(one.text for one in page.problems),
        elements=tuple(_element(one) for one in page.elements if one.form.demand is not None),
        earlier=tuple(_earlier(one) for one in page.earlier),
    )


def _indicator(one: IndicatorLine) -> PaperIndicator:
    return PaperIndicator(one.indicator, one.value, one.unit, one.comparison, one.threshold, one.verdict)


def _opinion(one: OpinionLine) -> PaperOpinion:
    said = "；".join(part for part in (one.text, one.conditions) if part)
    return PaperOpinion(one.department, one.kind, one.submitted_on, one.is_late, said)


def _element(one: ElementLine) -> str:
    name = one.form.name or one.form.kind.zh
    return f"{name}{area(one.form.demand)}{one.form.unit}（{one.status.zh}）"


def _earlier(one: RoundLine) -> str:
    decision = one.decision.zh if one.decision is not None else "未作结论"
    day = f"{full_day(one.decided_on)}" if one.decided_on is not None else ""
    return f"第{one.round_no}轮{day}{decision}{f'，{one.text}' if one.text else ''}"
