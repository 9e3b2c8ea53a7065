"""What the meeting mode says of a project, as rich text in large type."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QCoreApplication

from fangzi_desktop.domain.stage_terms import IndicatorVerdict, OpinionKind
from fangzi_desktop.services.meetings import AgendaPage
from fangzi_desktop.services.review_lines import IndicatorLine, OpinionLine, RoundLine
from fangzi_desktop.ui import theme, wording
from fangzi_desktop.ui.project.review_rows import round_words, threshold_words, value_words

_RANK = {
    OpinionKind.DISAGREE: 0,
    OpinionKind.CONDITIONAL: 1,
    None: 2,
    OpinionKind.AGREE_IN_PRINCIPLE: 3,
    OpinionKind.AGREE: 4,
    OpinionKind.NOT_APPLICABLE: 5,
}


def facts_words(page: AgendaPage) -> str:
    """The investor, the money and the land, in one line."""
    parts = [
        page.investor,
        page.track,
        _tr("总投资{money}").format(money=wording.money(page.investment_yuan))
        if page.investment_yuan
        else "",
        _tr("固定资产投资{money}").format(money=wording.money(page.fixed_investment_yuan))
        if page.fixed_investment_yuan
        else "",
        _tr("用地{area}").format(area=wording.area(page.area_mu)) if page.area_mu else "",
        page.unit,
    ]
    return " · ".join(part for part in parts if part)


def page_html(page: AgendaPage) -> str:
    """Everything that the meeting looks at; what objects to the project comes first in each part."""
    parts = [
        (_tr("三关"), _gates(page)),
        (_tr("论证指标"), _indicators(page)),
        (_tr("部门意见"), _opinions(page)),
        (_tr("存在问题"), _problems(page)),
        (_tr("要素需求"), _elements(page)),
        (_tr("以往论证"), _earlier(page.earlier)),
    ]
    return "".join(_part(title, body) for title, body in parts if body)


def _part(title: str, body: str) -> str:
    accent = theme.colour("accent").name()
    return f'<p style="margin:14px 0 4px 0;color:{accent}"><b>{escape(title)}</b></p>{body}'


def _line(words: str, token: str = "ink1") -> str:
    return f'<p style="margin:2px 0;color:{theme.colour(token).name()}">{escape(words)}</p>'


def _gates(page: AgendaPage) -> str:
    passed = [one.gate.zh for one in page.gates if one.passed]
    open_ones = [one.gate.zh for one in page.gates if one.passed is None]
    lines = [
        _line(_tr("■ {gate}：未通过　{note}").format(gate=one.gate.zh, note=one.note), "red")
        for one in page.gates
        if one.passed is False
    ]
    if passed:
        lines.append(_line(_tr("● {gates}：通过").format(gates="、".join(passed)), "green"))
    if open_ones:
        lines.append(_line(_tr("○ {gates}：未判定").format(gates="、".join(open_ones)), "ink2"))
    return "".join(lines)


def _indicators(page: AgendaPage) -> str:
    """Those held against a threshold as a table, what falls short first; the others in a line."""
    judged = [one for one in page.indicators if one.value is not None and one.threshold is not None]
    judged.sort(key=lambda one: one.verdict is not IndicatorVerdict.BELOW)
    others = [one for one in page.indicators if one.value is not None and one.threshold is None]
    unknown = [one.indicator.zh for one in page.indicators if one.verdict is IndicatorVerdict.UNKNOWN]
    rows = "".join(_indicator(one) for one in judged)
    parts = [f'<table cellspacing="0" cellpadding="2" width="100%">{rows}</table>' if rows else ""]
    if others:
        figures = "；".join(f"{one.indicator.zh} {value_words(one)}" for one in others)
        parts.append(_line(_tr("其他：{figures}").format(figures=figures), "ink2"))
    if unknown:
        parts.append(_line(_tr("缺数据：{names}").format(names="、".join(unknown)), "ink2"))
    return "".join(parts)


def _indicator(one: IndicatorLine) -> str:
    is_below = one.verdict is IndicatorVerdict.BELOW
    token, sign = ("amber", "▲") if is_below else ("green", "●")
    cells = (one.indicator.zh, value_words(one), _tr("门槛 {limit}").format(limit=threshold_words(one)))
    ink = theme.colour("ink1").name()
    shown = "".join(f'<td style="color:{ink}">{escape(cell)}</td>' for cell in cells)
    verdict = f"{sign} {one.verdict.zh}"
    return f'<tr>{shown}<td style="color:{theme.colour(token).name()}">{escape(verdict)}</td></tr>'


def _opinions(page: AgendaPage) -> str:
    if page.own is None:
        return ""
    said = sorted(page.own.opinions, key=lambda one: _RANK[one.kind])
    plain = [one for one in said if one.kind is not None and _RANK[one.kind] > _RANK[None]]
    lines = [_opinion(one) for one in said if one not in plain]
    for kind in (OpinionKind.AGREE_IN_PRINCIPLE, OpinionKind.AGREE, OpinionKind.NOT_APPLICABLE):
        named = [one.department for one in plain if one.kind is kind]
        if named:
            words = _tr("● {kind}（{count}）：{names}")
            lines.append(_line(words.format(kind=kind.zh, count=len(named), names="、".join(named))))
    return "".join(lines)


def _opinion(one: OpinionLine) -> str:
    if one.kind is None:
        due = wording.full_day(one.due)
        words = _tr("○ {department}：未反馈（要求{due}前）").format(department=one.department, due=due)
        return _line(words, "amber")
    said = "；".join(part for part in (one.text, one.conditions) if part)
    sign, token = ("■", "red") if one.kind is OpinionKind.DISAGREE else ("▲", "amber")
    late = _tr("（迟反馈）") if one.is_late else ""
    words = f"{sign} {one.department}：{one.kind.zh}{late}"
    return _line(f"{words}　{said}" if said else words, token)


def _problems(page: AgendaPage) -> str:
    return "".join(
        _line("　".join(filter(None, (f"· {one.text}", one.responsible_unit)))) for one in page.problems
    )


def _elements(page: AgendaPage) -> str:
    return "".join(
        _line(
            _tr("· {name}：需求{demand}{unit}　{status}").format(
                name=one.form.name or one.form.kind.zh,
                demand=wording.figure(one.form.demand),
                unit=one.form.unit,
                status=one.status.zh,
            )
        )
        for one in page.elements
        if one.form.demand is not None
    )


def _earlier(rounds: tuple[RoundLine, ...]) -> str:
    return "".join(_line("　".join(filter(None, (round_words(one), one.text)))) for one in rounds)


def _tr(words: str) -> str:
    return QCoreApplication.translate("meeting", words)
