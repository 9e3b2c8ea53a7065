"""The lines of the register as a table: filtered, sorted and worded."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QColor

from fangzi_desktop.domain.stages import TERMINAL, stage_index
from fangzi_desktop.domain.terms import Light, ProjectStatus
from fangzi_desktop.services.pinyin import matches, sort_key
from fangzi_desktop.services.register import RegisterLine
from fangzi_desktop.ui import theme, wording
from fangzi_desktop.ui.sorted_lines import Column, SortedLines

NAME = 1

_LIGHT_ORDER = (Light.RED, Light.YELLOW, Light.GREEN, Light.GREY)
_STATUS_ORDER = {status: place for place, status in enumerate(ProjectStatus)}


def columns() -> tuple[Column[RegisterLine], ...]:
    """The columns of the list, in their order."""
    return (
        Column(_tr("亮灯"), 72, _light_words, _light_key),
        Column(_tr("项目名称"), 240, lambda line: line.name, lambda line: line.sort_key),
        Column(_tr("环节"), 76, lambda line: line.stage.zh, lambda line: stage_index(line.stage)),
        Column(_tr("状态"), 78, lambda line: line.status.zh, lambda line: _STATUS_ORDER[line.status]),
        Column(_tr("投资主体"), 100, lambda line: line.investor, lambda line: _spelt(line.investor)),
        Column(_tr("赛道"), 104, lambda line: line.industry_track, lambda line: _spelt(line.industry_track)),
        Column(
            _tr("属地"), 104, lambda line: line.responsible_unit, lambda line: _spelt(line.responsible_unit)
        ),
        Column(
            _tr("投资（万元）"),
            94,
            lambda line: wording.wan(line.investment_yuan),
            lambda line: line.investment_yuan,
            is_figure=True,
        ),
        Column(
            _tr("用地（亩）"),
            82,
            lambda line: wording.figure(line.area_mu),
            lambda line: line.area_mu,
            is_figure=True,
        ),
        Column(_tr("手续"), 60, _permit_words, _permit_key, is_figure=True),
        Column(_tr("四证"), 50, _certificate_words, _certificate_key, is_figure=True),
        Column(_tr("进展"), 112, lambda line: line.progress, lambda line: line.progress_on),
        Column(_tr("专员"), 60, lambda line: line.service_officer, lambda line: _spelt(line.service_officer)),
    )


def _light_words(line: RegisterLine) -> str:
    return "" if line.status in TERMINAL else line.light.lamp


def _light_key(line: RegisterLine) -> int | None:
    return None if line.status in TERMINAL else _LIGHT_ORDER.index(line.light)


def _spelt(words: str) -> str | None:
    return sort_key(words) if words else None


def _permit_words(line: RegisterLine) -> str:
    return f"{line.permits_done}/{line.permits_total}" if line.permits_total else ""


def _permit_key(line: RegisterLine) -> float | None:
    return line.permits_done / line.permits_total if line.permits_total else None


def _certificate_words(line: RegisterLine) -> str:
    known = line.certificates_total and line.permits_total
    return f"{line.certificates_done}/{line.certificates_total}" if known else ""


def _certificate_key(line: RegisterLine) -> float | None:
    return line.certificates_done / line.certificates_total if _certificate_words(line) else None


class LedgerModel(SortedLines[RegisterLine]):
    """The projects that pass the search and the filter, in the order of one column."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(columns(), parent)
        self._with_left = True

    @property
    def total(self) -> int:
        """How many projects there are."""
        return len(self._all)

    @property
    def left(self) -> int:
        """How many of them have left the mechanism."""
        return sum(line.status in TERMINAL for line in self._all)

    def show_left(self, shown: bool) -> None:
        """Show or leave out the projects that have left the mechanism."""
        if shown is not self._with_left:
            self._with_left = shown
            self._arrange()

    def _wanted(self) -> list[RegisterLine]:
        return [
            line
            for line in self._all
            if (self._with_left or line.status not in TERMINAL) and matches(line.search_key, self._text)
        ]

    def _to_sort(self, column: int) -> Iterable[RegisterLine]:
        # What is alike in the new column keeps the order of the old one.
        return self._lines if column >= 0 else self._wanted()

    def _light(self, line: RegisterLine, column: int) -> Light | None:
        return None if line.status in TERMINAL else line.light

    def _ink(self, line: RegisterLine, column: int) -> QColor:
        if line.status in TERMINAL:
            return theme.colour("ink2")
        if column == 0:
            return theme.light_colour(line.light)
        return theme.colour("ink1" if column in (NAME, 2, 7, 8) else "ink2")


def _tr(words: str) -> str:
    return QCoreApplication.translate("ledger", words)
