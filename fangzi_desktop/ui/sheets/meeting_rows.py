"""How the sheet of the meetings words its meetings, agendas, candidates and proposals."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fangzi_desktop.domain.stage_terms import IndicatorVerdict
from fangzi_desktop.domain.terms import Light
from fangzi_desktop.services.meetings import AgendaPage, Candidate, MeetingLine
from fangzi_desktop.services.removals import RemovalProposal
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.project.review_rows import decision_light
from fangzi_desktop.ui.sorted_lines import Column


def meeting_columns() -> tuple[Column[MeetingLine], ...]:
    """The columns of the list of meetings."""
    return (
        Column(_tr("日期"), 88, lambda one: f"{one.held_on:%Y.%m.%d}", lambda one: one.held_on),
        Column(_tr("会议"), 120, lambda one: one.name, lambda one: one.name, tip=_meeting_tip),
        Column(_tr("结论"), 52, lambda one: f"{one.decided}/{one.projects}", lambda one: one.decided),
    )


def _meeting_tip(line: MeetingLine) -> str:
    return "\n".join(part for part in (line.name, line.minutes_no, line.place) if part)


def agenda_columns() -> tuple[Column[AgendaPage], ...]:
    """The columns of an agenda."""
    return (
        Column(_tr("结论"), 108, _decision_words, _decision_words),
        Column(_tr("项目"), 180, lambda one: one.project, lambda one: one.project),
        Column(
            _tr("投资"), 82, lambda one: wording.money(one.investment_yuan), lambda one: one.investment_yuan
        ),
        Column(_tr("轮次"), 58, _round_words, _round_words),
        Column(_tr("意见"), 98, opinions_words, opinions_words),
        Column(_tr("未达门槛"), 128, _below_words, lambda one: _below_words(one) or None),
        Column(_tr("三关"), 108, _gates_words, _gates_words),
    )


def agenda_light(line: AgendaPage) -> Light:
    """The light of the conclusion, grey before."""
    return decision_light(line.decision)


def opinions_words(line: AgendaPage) -> str:
    """9/10 迟1: how many opinions are in, and how many of them came late."""
    if line.own is None:
        return ""
    total = len(line.own.opinions)
    words = f"{total - len(line.own.missing)}/{total}"
    return words + _tr(" 迟{late}").format(late=line.late) if line.late else words


def _decision_words(line: AgendaPage) -> str:
    return line.decision.zh if line.decision is not None else _tr("待结论")


def _round_words(line: AgendaPage) -> str:
    return _tr("第{number}轮").format(number=line.own.round_no) if line.own is not None else ""


def _below_words(line: AgendaPage) -> str:
    return "、".join(one.indicator.zh for one in line.indicators if one.verdict is IndicatorVerdict.BELOW)


def _gates_words(line: AgendaPage) -> str:
    failed = [one.gate.zh for one in line.gates if one.passed is False]
    if failed:
        return _tr("{gates}未过").format(gates="、".join(failed))
    if all(one.passed for one in line.gates):
        return _tr("均通过")
    return _tr("{count}关未判定").format(count=sum(one.passed is None for one in line.gates))


def candidate_columns() -> tuple[Column[Candidate], ...]:
    """The columns of the projects that wait for a meeting."""
    return (
        Column(_tr("项目"), 200, lambda one: one.project, lambda one: one.project),
        Column(_tr("投资方"), 190, lambda one: one.investor, lambda one: one.investor),
        Column(
            _tr("轮次"),
            64,
            lambda one: _tr("第{number}轮").format(number=one.round_no),
            lambda one: one.round_no,
        ),
        Column(_tr("受理"), 96, lambda one: f"{one.accepted_on:%Y.%m.%d}", lambda one: one.accepted_on),
        Column(_tr("意见"), 110, _missing_words, lambda one: one.missing),
    )


def _missing_words(line: Candidate) -> str:
    return _tr("{count}个部门未反馈").format(count=line.missing) if line.missing else _tr("已齐")


def proposal_columns() -> tuple[Column[RemovalProposal], ...]:
    """The columns of the projects proposed for 剔除."""
    return (
        Column(_tr("项目"), 200, lambda one: one.project, lambda one: one.project),
        Column(_tr("环节"), 84, lambda one: one.stage.zh, lambda one: one.stage.zh),
        Column(
            _tr("责任单位"), 120, lambda one: one.responsible_unit, lambda one: one.responsible_unit or None
        ),
        Column(_tr("最近记录"), 96, lambda one: f"{one.since:%Y.%m.%d}", lambda one: one.since),
        Column(_tr("已停"), 140, _idle_words, lambda one: one.calendar_days),
    )


def _idle_words(line: RemovalProposal) -> str:
    return _tr("{days}个自然日（超{months}个月）").format(days=line.calendar_days, months=line.limit_months)


def _tr(words: str) -> str:
    return QCoreApplication.translate("sheets", words)
