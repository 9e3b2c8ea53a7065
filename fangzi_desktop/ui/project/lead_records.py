"""The papers that stages ask for, as a list."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from fangzi_desktop.services.stage_records import (
    EvidenceForm,
    EvidenceLine,
    evidence,
    record_evidence,
    remove_evidence,
)
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.asking import asked
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.records.section import RecordSection
from fangzi_desktop.ui.sorted_lines import Column


class EvidenceSection(RecordSection[EvidenceLine]):
    """Every paper that a stage asks for, ticked when it is there. Enter records it, Delete takes it back."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(
            "evidence",
            _tr("环节凭证"),
            (
                Column(_tr("凭证"), 210, _ticked, lambda one: one.kind.zh),
                Column(_tr("收到"), 126, _received, lambda one: _received(one) or None),
                Column(_tr("文号"), 120, _number, lambda one: _number(one) or None),
            ),
            "",
            parent,
        )
        self._desk = desk
        self._project = ""
        self.add_action(_tr("登记"), "record-evidence", self.record, on_one=True)
        self.add_action(_tr("删除"), "remove-evidence", self._remove, needs=_is_there)
        self.opened.connect(self.record)
        self.removed.connect(self._remove)

    def show_project(self, project: str) -> None:
        """Show a project's papers."""
        self._project = project
        lines = self._desk.read(evidence, project)
        there = sum(map(_is_there, lines))
        self.show_lines(lines, _tr("已有 {there}/{all}").format(there=there, all=len(lines)))

    def record(self) -> None:
        """Ask when the current paper came in, and under which number."""
        line = self.current
        if line is None:
            return
        project, kind, today = self._project, line.kind, self._desk.workspace.today
        asks = (
            fields.day("received_on", _tr("收到日期"), today, needed=True),
            fields.text("document_no", _tr("文号")),
            fields.text("note", _tr("说明"), lines=2),
        )
        dialog = RecordDialog(
            kind.zh,
            self._desk,
            asks,
            line.form or EvidenceForm(today),
            lambda form: self._desk.attempt(record_evidence, project, kind, form),
            self,
            record=("evidence", line.row_id) if line.row_id else None,
        )
        asked(dialog)
        self.table.setFocus()

    def _remove(self) -> None:
        line = self.current
        if line is not None and line.form is not None:
            self._desk.do(remove_evidence, self._project, line.kind)


def _is_there(line: EvidenceLine) -> bool:
    return line.form is not None


def _ticked(line: EvidenceLine) -> str:
    return f"✓ {line.kind.zh}" if _is_there(line) else f"○ {line.kind.zh}"


def _received(line: EvidenceLine) -> str:
    return wording.full_day(line.form.received_on) if line.form is not None else ""


def _number(line: EvidenceLine) -> str:
    return line.form.document_no if line.form is not None else ""


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
