"""How the 会审论证 tab words its rounds, opinions, conditions, gates and indicators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from fangzi_desktop.domain.review import Figure
from fangzi_desktop.domain.stage_terms import IndicatorVerdict, OpinionKind, ReviewDecision
from fangzi_desktop.domain.terms import Gate, Light
from fangzi_desktop.services.review import IndicatorLine, RoundLine
from fangzi_desktop.services.review_lines import ConditionLine, OpinionLine
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.sorted_lines import Column


@dataclass(frozen=True, slots=True)
class GateRow:
    """One of the three gates as the tab lists it: now, or as it was kept at a conclusion."""

    id: str
    gate: Gate
    passed: bool | None
    note: str


def round_words(line: RoundLine) -> str:
    """第2轮 · 征求意见中, 第1轮 · 退回补充 2026年10月12日."""
    if line.decision is None:
        return _tr("第{round_no}轮 · 未作结论").format(round_no=line.round_no)
    return _tr("第{round_no}轮 · {decision} · {day}").format(
        round_no=line.round_no, decision=line.decision.zh, day=wording.full_day(line.decided_on)
    )


def decision_light(decision: ReviewDecision | None) -> Light:
    """The light that goes with a conclusion."""
    if decision is None:
        return Light.GREY
    if decision.is_pass:
        return Light.GREEN if decision is ReviewDecision.PASS else Light.YELLOW
    return Light.RED if decision is ReviewDecision.VETO else Light.YELLOW


def opinion_light(line: OpinionLine) -> Light:
    """Green for what is in on time and no objection, else what calls for attention."""
    if line.kind is None:
        return line.light
    if line.kind is OpinionKind.DISAGREE:
        return Light.RED
    return Light.YELLOW if line.is_late or line.kind is OpinionKind.CONDITIONAL else Light.GREEN


def reply_words(line: OpinionLine) -> str:
    """Whether a department has replied, in time or late, or how it stands with its day."""
    if line.submitted_on is not None:
        day = _short(line.submitted_on)
        return _tr("{day} 迟反馈").format(day=day) if line.is_late else day
    return {
        Light.RED: _tr("逾期未反馈"),
        Light.YELLOW: _tr("临期未反馈"),
        Light.GREEN: _tr("待反馈"),
        Light.GREY: _tr("未反馈"),
    }[line.light]


def opinion_columns() -> tuple[Column[OpinionLine], ...]:
    """The columns of a round's opinions."""
    return (
        Column(_tr("部门"), 192, lambda one: one.department, lambda one: one.department),
        Column(_tr("意见"), 84, _kind_words, lambda one: _kind_words(one) or None),
        Column(_tr("时限"), 92, lambda one: _short(one.due), lambda one: one.due, tip=_due_tip),
        Column(_tr("反馈"), 134, reply_words, lambda one: one.submitted_on),
        Column(_tr("意见内容"), 120, _said, lambda one: _said(one) or None, tip=_said_whole),
    )


def _kind_words(line: OpinionLine) -> str:
    return line.kind.zh if line.kind is not None else ""


def _due_tip(line: OpinionLine) -> str:
    return _tr("{requested}征求意见，要求{due}前反馈").format(
        requested=wording.full_day(line.requested_on), due=wording.full_day(line.due)
    )


def _said(line: OpinionLine) -> str:
    return _said_whole(line).replace("\n", " ")


def _said_whole(line: OpinionLine) -> str:
    parts = [line.text] if line.text else []
    if line.conditions:
        parts.append(_tr("条件：{words}").format(words=line.conditions))
    return "；".join(parts)


def condition_columns() -> tuple[Column[ConditionLine], ...]:
    """The columns of a round's conditions."""
    return (
        Column(_tr("条件"), 200, lambda one: one.text.replace("\n", " "), lambda one: one.text, tip=_text),
        Column(
            _tr("责任单位"), 130, lambda one: one.responsible_unit, lambda one: one.responsible_unit or None
        ),
        Column(_tr("时限"), 92, lambda one: _short(one.due), lambda one: one.due),
        Column(_tr("落实情况"), 142, _met_words, lambda one: one.met_on, tip=_met_tip),
    )


def _text(line: ConditionLine) -> str:
    return line.text


def condition_light(line: ConditionLine) -> Light:
    """Green once met; before that the light of its day."""
    return Light.GREEN if line.met_on is not None else line.light


def _met_words(line: ConditionLine) -> str:
    if line.met_on is not None:
        return _tr("{day} 已落实").format(day=_short(line.met_on))
    return {
        Light.RED: _tr("逾期未落实"),
        Light.YELLOW: _tr("临期未落实"),
        Light.GREEN: _tr("未落实"),
        Light.GREY: _tr("未落实"),
    }[line.light]


def _met_tip(line: ConditionLine) -> str:
    return "；".join(part for part in (_met_words(line), line.note) if part)


def gate_columns() -> tuple[Column[GateRow], ...]:
    """The columns of the three gates."""
    return (
        Column(_tr("关口"), 96, lambda one: one.gate.zh, lambda one: one.gate.zh),
        Column(_tr("结论"), 92, _passed_words, lambda one: _passed_words(one)),
        Column(_tr("理由"), 200, lambda one: one.note.replace("\n", " "), lambda one: one.note or None),
    )


def _passed_words(row: GateRow) -> str:
    if row.passed is None:
        return _tr("未判定")
    return _tr("通过") if row.passed else _tr("未通过")


def gate_light(row: GateRow) -> Light:
    """Red for a failed gate, grey while nobody has judged it."""
    if row.passed is None:
        return Light.GREY
    return Light.GREEN if row.passed else Light.RED


def indicator_columns() -> tuple[Column[IndicatorLine], ...]:
    """The columns of the indicators."""
    return (
        Column(
            _tr("指标"), 140, lambda one: one.indicator.zh, lambda one: one.indicator.zh, tip=formula_words
        ),
        Column(_tr("数值"), 134, value_words, lambda one: one.value, is_figure=True, tip=formula_words),
        Column(_tr("门槛"), 68, threshold_words, lambda one: one.threshold, is_figure=True, tip=source_words),
        Column(_tr("结果"), 68, lambda one: one.verdict.zh, lambda one: one.verdict.zh),
        Column(_tr("依据"), 150, inputs_words, lambda one: None, tip=formula_words),
    )


def indicator_light(line: IndicatorLine) -> Light:
    """Yellow below a threshold, which advises and never blocks; grey where nothing is said."""
    return {IndicatorVerdict.MET: Light.GREEN, IndicatorVerdict.BELOW: Light.YELLOW}.get(
        line.verdict, Light.GREY
    )


def value_words(line: IndicatorLine) -> str:
    """206.2万元/亩, 46.4%."""
    return _amount(line.value, line.unit) if line.value is not None else ""


def threshold_words(line: IndicatorLine) -> str:
    """≥300."""
    if line.threshold is None or line.comparison is None:
        return ""
    return f"{line.comparison.zh}{wording.figure(line.threshold)}"


def source_words(line: IndicatorLine) -> str:
    """The threshold with its unit and where it comes from."""
    words = threshold_words(line)
    if not words:
        return ""
    return "\n".join(part for part in (words + line.unit, line.source, _tr("门槛只作提示，不作否决")) if part)


def formula_words(line: IndicatorLine) -> str:
    """What an indicator is worked out from, with the figures where they are known."""
    words = f"{line.indicator.zh} = {line.above.zh} ÷ {line.below.zh}"
    if line.above_value is not None and line.below_value is not None:
        above = _amount(line.above_value, line.above.unit)
        below = _amount(line.below_value, line.below.unit)
        words += f"\n= {above} ÷ {below}"
        if line.above.unit == "平方米":
            words += _tr("（1亩按666.67平方米，即平方米×0.0015）")
        if line.value is not None:
            words += f"\n= {value_words(line)}" + _tr("（四舍五入）")
    if line.missing:
        words += "\n" + inputs_words(line)
    if line.verdict is IndicatorVerdict.NOT_APPLICABLE:
        words += "\n" + _tr("租赁厂房没有自有用地，或除数为 0，不作比较。")
    return words


def inputs_words(line: IndicatorLine) -> str:
    """The figures in short, or which of them are missing."""
    if line.missing:
        return _tr("缺{figures}").format(figures="、".join(one.zh for one in line.missing))
    if line.above_value is None or line.below_value is None:
        return f"{line.above.zh} ÷ {line.below.zh}"
    above = _amount(line.above_value, line.above.unit)
    return f"{above} ÷ {_amount(line.below_value, line.below.unit)}"


def missing_figures(lines: tuple[IndicatorLine, ...]) -> tuple[Figure, ...]:
    """The figures that indicators lack, each once."""
    return tuple(dict.fromkeys(one for line in lines for one in line.missing))


def _amount(value: Decimal, unit: str) -> str:
    whole, dot, rest = wording.figure(value).partition(".")
    return f"{int(whole):,}{dot}{rest}{unit}"


def _short(day: date | None) -> str:
    return f"{day:%Y.%m.%d}" if day is not None else ""


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
