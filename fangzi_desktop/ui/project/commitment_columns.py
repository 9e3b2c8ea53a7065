"""How commitments read in a list."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from fangzi_desktop.domain.deadlines import amount_zh
from fangzi_desktop.domain.stage_terms import CommitmentResult
from fangzi_desktop.domain.terms import Light
from fangzi_desktop.services.commitments import CommitmentLine
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.sorted_lines import Column


def state_words(line: CommitmentLine) -> str:
    """Where a commitment stands: its result with the reached share, its light, or what it waits for."""
    if line.result is CommitmentResult.PARTIAL and line.share is not None:
        return _tr("{result} {share}%").format(result=line.result.zh, share=line.share)
    if line.result is not None:
        return line.result.zh
    if line.light in (Light.YELLOW, Light.RED):
        return line.light.zh
    if line.waits_for is not None:
        return _tr("待起算")
    return _tr("履约中") if line.due_on is not None else _tr("暂停计时")


_SIGNS = {
    CommitmentResult.MET: Light.GREEN,
    CommitmentResult.PARTIAL: Light.YELLOW,
    CommitmentResult.UNMET: Light.RED,
    CommitmentResult.WAIVED: Light.GREY,
}


def sign_of(line: CommitmentLine) -> Light:
    """The sign before the state: its light while it is open, else what its result amounts to."""
    return _SIGNS[line.result] if line.result is not None else line.light


def due_words(line: CommitmentLine) -> str:
    """The due day, or what it waits for."""
    if line.due_on is not None:
        return wording.full_day(line.due_on)
    if line.waits_for is not None:
        return _tr("待{event}后起算").format(event=line.waits_for.zh)
    return _tr("暂停计时")


def goal_words(line: CommitmentLine) -> str:
    """What is to be reached: ≥20,000万元; for a deed how long it may take, if that was agreed."""
    form = line.form
    if form.comparison is not None and form.target is not None:
        return f"{form.comparison.zh}{_figure(line)}{form.unit}"
    if form.offset_amount is not None and form.offset_unit is not None and form.offset_event is not None:
        span = amount_zh(form.offset_amount, form.offset_unit)
        return _tr("{event}后{span}内").format(event=form.offset_event.zh, span=span)
    return _tr("按期完成")


def actual_words(line: CommitmentLine) -> str:
    """What has been reached so far, with its share of the target, and on which day."""
    words = []
    if line.actual is not None:
        share = _tr("（{share}%）").format(share=line.share) if line.share is not None else ""
        words.append(f"{_thousands(wording.figure(line.actual))}{line.form.unit}{share}")
    if line.actual_on is not None:
        words.append(wording.full_day(line.actual_on))
    return " ".join(words)


def what_words(line: CommitmentLine) -> str:
    """What was promised: the metric, and what else was said of it."""
    text = line.form.text.replace("\n", " ")
    return line.label if not text or text == line.label else f"{line.label}：{text}"


def commitment_columns() -> tuple[Column[CommitmentLine], ...]:
    """The columns of a list of commitments; the first carries the light."""
    return (
        Column(_tr("状态"), 108, state_words, _urgency),
        Column(_tr("承诺方"), 64, lambda one: one.form.side.zh, lambda one: one.form.side.value),
        Column(_tr("事项"), 230, what_words, lambda one: one.label),
        Column(_tr("目标"), 140, goal_words, lambda one: one.form.target, is_figure=False),
        Column(_tr("期限"), 128, due_words, lambda one: one.due_on),
        Column(_tr("实际"), 176, actual_words, lambda one: one.actual),
        Column(
            _tr("责任单位"),
            112,
            lambda one: one.form.responsible_unit,
            lambda one: one.form.responsible_unit or None,
        ),
        Column(_tr("佐证"), 128, _evidence, lambda one: _evidence(one) or None),
    )


def _evidence(line: CommitmentLine) -> str:
    required = line.form.evidence_required.replace("\n", " ")
    return line.evidence_no or (_tr("需{paper}").format(paper=required) if required else "")


def _urgency(line: CommitmentLine) -> tuple[bool, date]:
    return (not line.is_open, line.due_on or date.max)


def _figure(line: CommitmentLine) -> str:
    return _thousands(wording.figure(line.form.target))


def _thousands(figure: str) -> str:
    whole, dot, rest = figure.partition(".")
    return f"{int(whole):,}{dot}{rest}"


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
