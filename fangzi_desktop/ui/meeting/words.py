"""What a meeting sees of one project, in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html import escape

from PySide6.QtCore import QCoreApplication

from fangzi_desktop.domain.dates import parse_day
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import ElementStatus, OpinionKind
from fangzi_desktop.domain.terms import Light
from fangzi_desktop.services.meetings import AgendaItem
from fangzi_desktop.services.review import ConditionForm, RoundLine
from fangzi_desktop.services.review_lines import GateLine, OpinionLine
from fangzi_desktop.ui import theme, wording
from fangzi_desktop.ui.project.review_rows import (
    indicator_light,
    opinion_light,
    threshold_words,
    value_words,
)

_PARTS = 3
# Objections are heard first, then conditions.
_ORDER = {OpinionKind.DISAGREE: 0, OpinionKind.CONDITIONAL: 1, None: 2}


def figures_words(item: AgendaItem) -> str:
    """The project's money, land and output in one line."""
    figures = (
        (_tr("总投资"), wording.money(item.investment_yuan)),
        (_tr("固定资产投资"), wording.money(item.fixed_investment_yuan)),
        (_tr("用地"), wording.area(item.area_mu)),
        (_tr("达产年产值"), wording.money(item.output_yuan)),
    )
    return "　".join(f"{name} {words}" for name, words in figures if words)


def project_html(item: AgendaItem) -> str:
    """Everything a meeting is told of a project but its name; every text is shown as it is written."""
    parts = [
        _block(_tr("项目"), [_plain(words) for words in _about(item) if words]),
        _block(_tr("三关（一票否决）"), [_gate(one) for one in item.gates if one.passed is False]),
        _block(_opinions_title(item), _opinions(item)),
        _block(_tr("指标"), _indicators(item)),
        _block(_tr("要素缺口"), _elements(item)),
        _block(_tr("问题"), [_plain(text) for text in item.problems]),
        _block(_tr("以前各轮"), [_plain(earlier_words(one)) for one in item.earlier]),
    ]
    return "".join(part for part in parts if part)


def _about(item: AgendaItem) -> tuple[str, ...]:
    return (
        item.investor,
        figures_words(item),
        _tr("属地 {unit}").format(unit=item.responsible_unit) if item.responsible_unit else "",
        item.progress,
    )


def _block(title: str, lines: Iterable[str]) -> str:
    told = list(lines)
    if not told:
        return ""
    rows = "".join(f'<p style="margin:2px 0 2px 0">{line}</p>' for line in told)
    return f'<p style="margin:14px 0 2px 0"><b>{escape(title)}</b></p>{rows}'


def _plain(words: str) -> str:
    return escape(words).replace("\n", "<br>")


def _signed(light: Light, words: str) -> str:
    colour = theme.light_colour(light).name()
    return f'<span style="color:{colour}">{light.sign}</span> {_plain(words)}'


def _gate(line: GateLine) -> str:
    return _signed(Light.RED, _tr("{gate}：未通过，{why}").format(gate=line.gate.zh, why=line.note))


def _indicators(item: AgendaItem) -> list[str]:
    """Those with a threshold, each on a line of its own; the others together."""
    judged = [one for one in item.indicators if one.threshold is not None]
    others = [one for one in item.indicators if one.threshold is None and one.value is not None]
    told = [
        _signed(
            indicator_light(line),
            f"{line.indicator.zh} {value_words(line)} {threshold_words(line)} {line.verdict.zh}",
        )
        for line in judged
    ]
    if others:
        told.append(_plain("　".join(f"{one.indicator.zh} {value_words(one)}" for one in others)))
    return told


def _opinions_title(item: AgendaItem) -> str:
    if item.round is None or not item.round.opinions:
        return _tr("部门意见")
    total, missing = len(item.round.opinions), len(item.round.missing)
    return _tr("部门意见（{done}/{total}）").format(done=total - missing, total=total)


def _opinions(item: AgendaItem) -> list[str]:
    """Objections, conditions and missing replies in full; those who agree are named together."""
    if item.round is None:
        return []
    agreed = [one for one in item.round.opinions if one.kind not in _ORDER]
    others = sorted(
        (one for one in item.round.opinions if one.kind in _ORDER), key=lambda one: _ORDER[one.kind]
    )
    told = [_signed(opinion_light(one), opinion_words(one)) for one in others]
    for kind in OpinionKind:
        names = [one.department for one in agreed if one.kind is kind]
        if names:
            words = _tr("{kind}：{names}").format(kind=kind.zh, names="、".join(names))
            told.append(_signed(Light.GREEN, words))
    return told


def opinion_words(line: OpinionLine) -> str:
    """One department's opinion with its words and conditions."""
    if line.kind is None:
        return _tr("{department}：未反馈（不反馈不视为同意）").format(department=line.department)
    said = "；".join(words for words in (line.text, line.conditions) if words)
    words = f"{line.department}：{line.kind.zh}"
    return f"{words}，{said}" if said else words


def _elements(item: AgendaItem) -> list[str]:
    return [
        _plain(
            f"{one.form.kind.zh} {wording.figure(one.gap)}{one.form.unit}（{one.status.zh}）"
            if one.gap is not None
            else f"{one.form.kind.zh}（{one.status.zh}）"
        )
        for one in item.elements
        if one.status is not ElementStatus.DELIVERED
    ]


def earlier_words(line: RoundLine) -> str:
    """One earlier round: when, what and by which paper."""
    decision = line.decision.zh if line.decision is not None else ""
    day = wording.full_day(line.decided_on)
    words = _tr("第{number}轮 {day} {decision} {paper}")
    return words.format(number=line.round_no, day=day, decision=decision, paper=line.minutes_no).strip()


def read_conditions(typed: str, today: date) -> tuple[ConditionForm, ...]:
    """Read conditions as they are typed, one a line: 条件；责任单位；时限, the last two may be left out.

    Raises `UserError` ``meeting.bad_condition`` for more parts than these or none, or ``date.unreadable``.
    """
    found = []
    for line in typed.splitlines():
        if not line.strip():
            continue
        parts = [part.strip() for part in line.replace(";", "；").split("；")]
        if not parts[0] or len(parts) > _PARTS:
            raise UserError("meeting.bad_condition", text=line.strip())
        text, unit, due = (*parts, "", "")[:_PARTS]
        found.append(ConditionForm(text, unit, parse_day(due, today) if due else None))
    return tuple(found)


def _tr(words: str) -> str:
    return QCoreApplication.translate("meeting", words)
