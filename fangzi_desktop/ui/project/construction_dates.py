"""The three starts and what the ledger calls one, and the four ends: each with what it means and its law."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from fangzi_desktop.domain.construction import PLANS
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import Milestone
from fangzi_desktop.services.dossier import Dossier
from fangzi_desktop.services.projects import set_milestone
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.messages import sentence
from fangzi_desktop.ui.records.fields import read_when, show_when


class DatesCard(QFrame):
    """Some of a project's dates, changed where they stand: Enter or leaving a field writes it."""

    def __init__(self, desk: Desk, title: str, kinds: Iterable[Milestone], parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._desk = desk
        self._project = ""
        self._shown: dict[Milestone, str] = {}
        head = QLabel(title, self)
        head.setProperty("kind", "card-title")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(2, 1)
        self.edits: dict[Milestone, QLineEdit] = {}
        self._notes: dict[Milestone, QLabel] = {}
        for place, kind in enumerate(kinds):
            self._add(place, kind)
        self.problem = QLabel("", self)
        self.problem.setProperty("kind", "problem")
        self.problem.setWordWrap(True)
        self.problem.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 10, 14, 10)
        box.setSpacing(6)
        box.addWidget(head)
        box.addLayout(self._grid)
        box.addWidget(self.problem)
        box.addStretch()

    def show_dossier(self, dossier: Dossier) -> None:
        """Show a project's dates; a field that a person is changing keeps what was typed."""
        other = dossier.id != self._project
        self._project = dossier.id
        for kind, edit in self.edits.items():
            stored = show_when(dossier.milestones.get(kind))
            if other or edit.text() == self._shown.get(kind):
                edit.setText(stored)
                edit.setCursorPosition(0)
            self._shown[kind] = stored
            planned = dossier.milestones.get(PLANS[kind]) if kind in PLANS else None
            words = _tr("{plan}{day}").format(plan=PLANS[kind].zh, day=planned.zh) if planned else ""
            self._notes[kind].setText("；".join(part for part in (words, _meanings()[kind]) if part))
        if other:
            self.problem.hide()

    def _add(self, place: int, kind: Milestone) -> None:
        name = QLabel(kind.zh, self)
        edit = QLineEdit(self)
        edit.setObjectName(f"construction-{kind.value.replace('_', '-')}")
        edit.setProperty("kind", "compact")
        edit.setFixedWidth(124)
        edit.setAccessibleName(_tr("{kind}日期").format(kind=kind.zh))
        edit.setAccessibleDescription(_meanings()[kind])
        edit.editingFinished.connect(partial(self._write, kind))
        name.setBuddy(edit)
        note = QLabel("", self)
        note.setProperty("kind", "secondary")
        note.setTextFormat(Qt.TextFormat.PlainText)
        note.setWordWrap(True)
        self._grid.addWidget(name, place, 0)
        self._grid.addWidget(edit, place, 1)
        self._grid.addWidget(note, place, 2)
        self.edits[kind] = edit
        self._notes[kind] = note

    def _write(self, kind: Milestone) -> None:
        typed = self.edits[kind].text()
        if not self._project or typed == self._shown.get(kind):
            return
        try:
            when = read_when(typed, self._desk.workspace.today)
            self._desk.attempt(set_milestone, self._project, kind, when)
        except UserError as error:
            self.problem.setText(sentence(error))
            self.problem.show()
            return
        self.problem.hide()
        # What was written is shown as everything stored is: 0523 as 2023-05-23.
        self._shown[kind] = show_when(when)
        self.edits[kind].setText(self._shown[kind])


def _meanings() -> dict[Milestone, str]:
    return {
        Milestone.START: _tr("台账所记的开工日期"),
        Milestone.START_LEGAL: _tr("领取施工许可证后的开工；须在领证3个月内，可延期两次（建筑法第九条）"),
        Milestone.START_STATISTICAL: _tr("主体工程开工或正式打桩，场地平整不算；投资纳统由此起算"),
        Milestone.START_CONTRACT: _tr("出让合同约定的动工；超过动工日期满1年为闲置土地（闲置土地处置办法）"),
        Milestone.COMPLETED: _tr("工程按设计全部建成"),
        Milestone.ACCEPTED: _tr("五方验收合格；15日内备案（建设工程质量管理条例第四十九条）"),
        Milestone.PRODUCTION: _tr("首张发票或试生产记录；升规纳统由此跟进"),
        Milestone.FULL_CAPACITY: _tr("达到协议约定的产能；履约考核由此起算"),
    }


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
