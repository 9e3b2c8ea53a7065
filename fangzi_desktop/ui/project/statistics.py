"""纳统: the two entries into statistics, and what the enterprise itself reported."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from fangzi_desktop.domain.stage_terms import StatsKind
from fangzi_desktop.services.dossier import Dossier
from fangzi_desktop.services.statistics import ReportedLine, entries, reported
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.asking import asked
from fangzi_desktop.ui.project.statistics_card import EntryCard
from fangzi_desktop.ui.project.statistics_dialogs import ask_reported
from fangzi_desktop.ui.records.scrolled import SectionsTab
from fangzi_desktop.ui.records.section import RecordSection
from fangzi_desktop.ui.sorted_lines import Column


def _reported_columns() -> tuple[Column[ReportedLine], ...]:
    return (
        Column(_tr("月份"), 84, lambda one: one.month, lambda one: one.month),
        Column(_tr("指标"), 190, lambda one: one.metric.zh, lambda one: one.metric.zh),
        Column(_tr("填报值"), 110, _value_words, lambda one: one.value, is_figure=True),
        Column(_tr("单位"), 60, lambda one: one.unit.zh, lambda one: one.unit.zh),
        Column(_tr("来源材料"), 300, lambda one: one.source, lambda one: one.source),
        Column(_tr("登记日期"), 120, lambda one: wording.full_day(one.noted_on), lambda one: one.noted_on),
        Column(_tr("说明"), 130, _standing, lambda one: _standing(one) or None),
    )


def _value_words(line: ReportedLine) -> str:
    return f"{line.value:,f}"


def _standing(line: ReportedLine) -> str:
    if line.is_superseded:
        return _tr("企业已更正")
    return _tr("企业更正后") if line.supersedes else ""


class StatisticsTab(SectionsTab):
    """纳统. Reported figures are only added to; nothing on the tab changes, deletes or works one out."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._project = ""
        self.invest = EntryCard(desk, StatsKind.INVEST, self)
        self.scale = EntryCard(desk, StatsKind.SCALE, self)
        self._current = self.invest
        self.reported: RecordSection[ReportedLine] = RecordSection(
            "reported",
            self.tr("企业填报值"),
            _reported_columns(),
            self.tr("没有登记过企业填报值。企业联网直报后，照报表原样登记，写明来源材料。"),
            self,
            stretch=4,
        )
        self._note = self.reported.add_action(self.tr("登记企业填报值"), "note-reported", self._ask_reported)
        law = QLabel(
            self.tr(
                "统计资料由企业独立、真实、准时填报。专班只提醒、核对材料，不代填、不推算、不授意修改数据"
                "（统计法第七条、第四十条）。"
            ),
            self,
        )
        law.setObjectName("statistics-law")
        law.setProperty("kind", "secondary")
        law.setWordWrap(True)
        cards = QHBoxLayout()
        cards.setSpacing(10)
        for card in (self.invest, self.scale):
            cards.addWidget(card, 1, Qt.AlignmentFlag.AlignTop)
        self.add_section(cards)
        self.add_section(self.reported)
        self.add_section(law)

    def show_dossier(self, dossier: Dossier) -> None:
        if dossier.id != self._project:
            self._project, self._current = dossier.id, self.invest
        for card, line in zip((self.invest, self.scale), self._desk.read(entries, dossier.id), strict=True):
            card.show_line(line)
        self.reported.show_lines(
            self._desk.read(reported, dossier.id), self.tr("按企业报表原样登记，不能修改")
        )

    def take_focus(self) -> None:
        self._current.take_focus()
        self.bring_into_sight(self._current)

    def select(self, record_id: str) -> bool:
        for card in (self.invest, self.scale):
            if card.line is not None and card.line.id == record_id:
                self._current = card
                self.take_focus()
                return True
        return False

    def _ask_reported(self) -> None:
        asked(ask_reported(self._desk, self._project, self))
        self._note.setFocus()


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
