"""停工: since when building stands still, whether that was reported, and when it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from fangzi_desktop.domain.terms import Light
from fangzi_desktop.services.stoppages import (
    Stoppage,
    StoppageForm,
    add_stoppage,
    edit_stoppage,
    end_stoppage,
    recheck_permit,
    remove_stoppage,
    report_stoppage,
    stoppages,
)
from fangzi_desktop.services.workspace import Work
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.asking import asked
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.records.section import RecordSection
from fangzi_desktop.ui.sorted_lines import Column


@dataclass(frozen=True, slots=True)
class _DayForm:
    on: date


class StoppagesSection(RecordSection[Stoppage]):
    """A project's standstills, newest first."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(
            "stoppage",
            _tr("停工"),
            stoppage_columns(),
            _tr("没有停工记录。中止施工的，建设单位须在1个月内向施工许可证发证机关报告（建筑法第十条）。"),
            parent,
            light=lambda one: one.light if one.last is None else None,
            stretch=3,
            most_rows=5,
        )
        self._desk = desk
        self._project = ""
        add = self.add_action
        add(_tr("登记报告"), "report-stoppage", self._report, needs=lambda one: one.reported_on is None)
        add(_tr("登记核验"), "recheck-permit", self._recheck, needs=_may_be_rechecked)
        add(_tr("复工"), "end-stoppage", self._end, needs=lambda one: one.last is None)
        add(_tr("修改"), "edit-stoppage", self._ask_edit, on_one=True)
        add(_tr("删除"), "remove-stoppage", self._remove, on_one=True)
        add(_tr("登记停工"), "add-stoppage", self._ask_new)
        self.opened.connect(self._ask_edit)
        self.removed.connect(self._remove)

    def show_project(self, project_id: str) -> None:
        """Show a project's standstills."""
        self._project = project_id
        self.show_lines(self._desk.read(stoppages, project_id))

    def _ask_new(self) -> None:
        project = self._project
        form = StoppageForm(self._desk.workspace.today)
        self._show(_tr("登记停工"), form, lambda filled: self._desk.attempt(add_stoppage, project, filled))

    def _ask_edit(self) -> None:
        current = self.current
        if current is None:
            return
        form = StoppageForm(current.first, current.reason, current.is_excused, current.document_no)
        known = current.id
        self._show(
            _tr("修改停工记录"),
            form,
            lambda filled: self._desk.attempt(edit_stoppage, known, filled),
            known,
        )

    def _show(
        self, title: str, form: StoppageForm, submit: Callable[[StoppageForm], object], known: str = ""
    ) -> None:
        asks = (
            fields.day("first", _tr("停工日期"), self._desk.workspace.today, needed=True),
            fields.text("reason", _tr("原因"), lines=2),
            fields.tick("is_excused", _tr("可免责（不可抗力、政府原因等）")),
            fields.text("document_no", _tr("文号")),
        )
        record = ("stoppage", known) if known else None
        asked(RecordDialog(title, self._desk, asks, form, submit, self, record=record))
        self.table.setFocus()

    def _report(self) -> None:
        self._ask_day(_tr("登记停工报告"), _tr("报告日期"), report_stoppage)

    def _recheck(self) -> None:
        self._ask_day(_tr("登记施工许可证核验"), _tr("核验日期"), recheck_permit)

    def _end(self) -> None:
        self._ask_day(_tr("登记复工"), _tr("复工日期"), end_stoppage)

    def _ask_day(self, title: str, label: str, command: Callable[[Work, str, date], None]) -> None:
        current = self.current
        if current is None:
            return
        stoppage, today = current.id, self._desk.workspace.today
        asked(
            RecordDialog(
                title,
                self._desk,
                (fields.day("on", label, today, needed=True),),
                _DayForm(today),
                lambda form: self._desk.attempt(command, stoppage, form.on),
                self,
                about=current.reason,
            )
        )
        self.table.setFocus()

    def _remove(self) -> None:
        if self.current is not None:
            self._desk.do(remove_stoppage, self.current.id)


def _may_be_rechecked(one: Stoppage) -> bool:
    return one.last is None and (one.needs_recheck or one.rechecked_on is not None)


def stoppage_columns() -> tuple[Column[Stoppage], ...]:
    """The columns of a list of standstills."""
    return (
        Column(_tr("状态"), 170, state_words, lambda one: one.last),
        Column(_tr("停工"), 120, lambda one: wording.full_day(one.first), lambda one: one.first),
        Column(_tr("时长"), 100, lambda one: f"{one.days}自然日", lambda one: one.days),
        Column(_tr("原因"), 220, lambda one: one.reason.replace("\n", " "), lambda one: one.reason),
        Column(
            _tr("可免责"), 70, lambda one: _tr("是") if one.is_excused else "", lambda one: one.is_excused
        ),
        Column(_tr("报告"), 190, report_words, lambda one: one.reported_on),
        Column(
            _tr("核验"), 120, lambda one: wording.full_day(one.rechecked_on), lambda one: one.rechecked_on
        ),
        Column(_tr("文号"), 140, lambda one: one.document_no, lambda one: one.document_no or None),
    )


def state_words(one: Stoppage) -> str:
    """Whether it goes on, and what must happen before building does."""
    if one.last is not None:
        return _tr("已复工（停至{day}）").format(day=wording.full_day(one.last))
    return _tr("停工满1年，须先核验") if one.needs_recheck else _tr("停工中")


def report_words(one: Stoppage) -> str:
    """When it was reported, or by when it must be."""
    if one.reported_on is not None:
        return wording.full_day(one.reported_on)
    if one.report_due is None:
        return ""
    words = _tr("逾期，应于{day}前报告") if one.light is Light.RED else _tr("应于{day}前报告")
    return words.format(day=wording.full_day(one.report_due))


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
