"""论证情况: every round of everybody's 论证, and how many passed, were 否决 and were 剔除."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from fangzi_desktop.domain.review_figures import ReviewFigures
from fangzi_desktop.domain.terms import Light
from fangzi_desktop.services.review import RoundLine, review_rounds
from fangzi_desktop.services.review_figures import review_figures
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.review_rows import decision_light
from fangzi_desktop.ui.sheets.sheet import NarrowedSheet
from fangzi_desktop.ui.sorted_lines import Column


class Shown(Enum):
    """Which rounds the sheet shows."""

    OPEN = "open"
    CONDITIONS = "conditions"
    ALL = "all"


def admits(shown: Shown, line: RoundLine) -> bool:
    """Whether a sheet that is so narrowed shows a round."""
    return {
        Shown.OPEN: line.is_open,
        Shown.CONDITIONS: line.conditions_open > 0,
        Shown.ALL: True,
    }[shown]


def round_light(line: RoundLine) -> Light:
    """The light of an open round is that of its most urgent opinion, else that of its conclusion."""
    if not line.is_open:
        return decision_light(line.decision)
    lights = {one.light for one in line.opinions}
    return next((light for light in (Light.RED, Light.YELLOW) if light in lights), Light.GREY)


def figures_words(figures: ReviewFigures) -> str:
    """已作结论 221 个项目：通过 195 个，否决 26 个，通过率 88.2%；另有剔除 49 个."""
    words = _tr("按项目现状：通过 {passed} 个，否决 {vetoed} 个").format(
        passed=figures.passed, vetoed=figures.vetoed
    )
    if figures.pass_rate is not None:
        words += _tr("，通过率 {rate}%（通过÷通过与否决之和）").format(rate=figures.pass_rate)
    return words + _tr("；剔除 {removed} 个，不计入通过率。").format(removed=figures.removed)


class ReviewSheet(NarrowedSheet[RoundLine, Shown]):
    """Everybody's rounds."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(
            desk,
            "review",
            _tr("论证情况"),
            _columns(),
            review_rounds,
            "review",
            _tr("还没有受理过论证材料。在项目的“会审论证”页受理。"),
            parent,
            light=round_light,
        )
        words = {
            Shown.OPEN: _tr("未作结论"),
            Shown.CONDITIONS: _tr("条件未落实"),
            Shown.ALL: _tr("全部"),
        }
        self.narrow_by(words, Shown.ALL, admits, _tr("显示"))
        self.head.addStretch()
        self._figures = ""

    def refresh(self) -> None:
        self._figures = figures_words(self._desk.read(review_figures))
        super().refresh()

    def _note_words(self, lines: list[RoundLine]) -> str:
        return self._figures


def _columns() -> tuple[Column[RoundLine], ...]:
    return (
        Column(_tr("结论"), 128, _decision_words, lambda one: (one.is_open, _decision_words(one))),
        Column(_tr("项目"), 240, lambda one: one.project, lambda one: one.project),
        Column(_tr("轮次"), 64, _round_words, lambda one: one.round_no),
        Column(_tr("受理"), 130, lambda one: wording.full_day(one.accepted_on), lambda one: one.accepted_on),
        Column(_tr("意见"), 64, _told_words, lambda one: len(one.missing)),
        Column(
            _tr("结论日期"), 130, lambda one: wording.full_day(one.decided_on), lambda one: one.decided_on
        ),
        Column(_tr("纪要文号"), 226, lambda one: one.minutes_no, lambda one: one.minutes_no or None),
        Column(_tr("未落实条件"), 92, _open_words, lambda one: one.conditions_open or None),
        Column(_tr("未达门槛"), 120, _below_words, lambda one: _below_words(one) or None),
    )


def _decision_words(line: RoundLine) -> str:
    return line.decision.zh if line.decision is not None else _tr("未作结论")


def _round_words(line: RoundLine) -> str:
    return _tr("第{round_no}轮").format(round_no=line.round_no)


def _told_words(line: RoundLine) -> str:
    return f"{len(line.opinions) - len(line.missing)}/{len(line.opinions)}"


def _open_words(line: RoundLine) -> str:
    return _tr("{count}项").format(count=line.conditions_open) if line.conditions_open else ""


def _below_words(line: RoundLine) -> str:
    return "、".join(one.indicator.zh for one in line.indicators if one.is_below)


def _tr(words: str) -> str:
    return QCoreApplication.translate("sheets", words)
