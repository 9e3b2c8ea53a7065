"""要素配置: what a project needs to be supplied with, and how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QInputDialog, QLabel, QMenu, QWidget

from fangzi_desktop.domain.elements import UNITS, Prompt, Sum
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import Element, ElementStatus
from fangzi_desktop.domain.terms import Light
from fangzi_desktop.services.dossier import Dossier
from fangzi_desktop.services.elements import (
    Delivery,
    DeliveryForm,
    ElementForm,
    ElementLine,
    add_element,
    add_elements,
    correct_delivery,
    deliver,
    edit_element,
    element_lines,
    element_sums,
    mark_available,
    mark_unavailable,
    proposed_elements,
    remove_delivery,
    remove_element,
)
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.asking import asked
from fangzi_desktop.ui.project.element_form import element_dialog, shared_fields, specific_words
from fangzi_desktop.ui.project.element_proposals import ProposalsDialog
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.records.paste import read_pasted
from fangzi_desktop.ui.records.scrolled import SectionsTab
from fangzi_desktop.ui.records.section import RecordSection
from fangzi_desktop.ui.sorted_lines import Column

_ORDER = {kind: place for place, kind in enumerate(Element)}


def element_columns() -> tuple[Column[ElementLine], ...]:
    """The columns of a list of demands."""
    return (
        Column(_tr("状态"), 132, state_words, lambda one: list(ElementStatus).index(one.status)),
        Column(_tr("要素"), 136, _what, lambda one: _ORDER[one.form.kind]),
        Column(_tr("需求量"), 82, lambda one: wording.figure(one.form.demand), _demand, is_figure=True),
        Column(_tr("承诺量"), 82, lambda one: wording.figure(one.form.committed), _committed, is_figure=True),
        Column(_tr("已到位"), 82, lambda one: wording.figure(one.delivered or None), _came, is_figure=True),
        Column(_tr("缺口"), 96, gap_words, lambda one: one.gap, is_figure=True),
        Column(_tr("单位"), 88, lambda one: one.form.unit, lambda one: one.form.unit),
        Column(_tr("需要日期"), 118, lambda one: wording.full_day(one.form.needed_by), _needed),
        Column(_tr("承诺到位"), 118, lambda one: wording.full_day(one.form.promised_for), _promised),
        Column(
            _tr("保障单位"), 124, lambda one: one.form.department, lambda one: one.form.department or None
        ),
    )


def gap_words(line: ElementLine) -> str:
    """What is still to come, or what came beyond the demand."""
    if line.surplus:
        return _tr("超供 {figure}").format(figure=wording.figure(line.surplus))
    return wording.figure(line.gap)


def sums_words(sums: Iterable[Sum]) -> str:
    """What demands come to, each element and each unit on its own."""
    told = _tr(
        "{kind}合计：需求 {demand}{unit}，承诺 {committed}{unit}，到位 {delivered}{unit}，缺口 {gap}{unit}"
    )
    return "；".join(
        told.format(
            kind=one.kind.zh,
            unit=one.unit,
            demand=wording.figure(one.demand),
            committed=wording.figure(one.committed),
            delivered=wording.figure(one.delivered),
            gap=wording.figure(one.gap),
        )
        for one in sums
    )


def _demand(line: ElementLine) -> object:
    return line.form.demand


def _committed(line: ElementLine) -> object:
    return line.form.committed


def _came(line: ElementLine) -> object:
    return line.delivered


def _needed(line: ElementLine) -> date | None:
    return line.form.needed_by


def _promised(line: ElementLine) -> date | None:
    return line.form.promised_for


def _what(line: ElementLine) -> str:
    return f"{line.form.kind.zh}（{line.form.name}）" if line.form.name else line.form.kind.zh


def state_words(line: ElementLine) -> str:
    """How far a demand is, and whether its day calls."""
    if line.light in (Light.RED, Light.YELLOW) and line.status is not ElementStatus.UNAVAILABLE:
        return f"{line.status.zh}·{line.light.zh}"
    return line.status.zh


def prompt_words(prompt: Prompt | None) -> str:
    """What a demand calls for elsewhere."""
    return {
        None: "",
        Prompt.LAND_QUOTA: _tr("新增用地须先落实用地指标，请填指标来源（计划指标、增减挂钩或省统筹）"),
        Prompt.ENERGY_REVIEW: _tr(
            "年综合能耗满1000吨标准煤或用电满500万千瓦时，须办节能审查（节能审查办法，2023年第2号令）"
        ),
        Prompt.ENERGY_REVIEW_PROVINCE: _tr(
            "年综合能耗满1万吨标准煤，由省级办理节能审查（节能审查办法，2023年第2号令）"
        ),
    }[prompt]


def _delivery_columns() -> tuple[Column[Delivery], ...]:
    return (
        Column(_tr("到位日期"), 160, lambda one: wording.full_day(one.on), lambda one: one.on),
        Column(_tr("到位量"), 120, lambda one: wording.figure(one.quantity), lambda one: one.quantity),
        Column(_tr("佐证编号"), 300, lambda one: one.evidence_no, lambda one: one.evidence_no or None),
    )


class ElementsTab(SectionsTab):
    """要素配置. Enter changes a demand; its deliveries and its own particulars stand below."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._project = ""
        self.list: RecordSection[ElementLine] = RecordSection(
            "element",
            self.tr("要素需求"),
            element_columns(),
            self.tr(
                "还没有登记要素需求。点“登记需求”选一种要素，或点“一键提出”由项目资料带出；"
                "也可从 Excel 复制“内容、需求量、单位…”各列后在此粘贴。"
            ),
            self,
            light=lambda one: one.light,
            stretch=1,
            most_rows=12,
        )
        self.totals = QLabel("", self)
        self.totals.setWordWrap(True)
        self.totals.setProperty("kind", "secondary")
        self.list.add_below(self.totals)
        self.about = QLabel("", self)
        self.about.setWordWrap(True)
        self.about.setProperty("kind", "secondary")
        self.deliveries: RecordSection[Delivery] = RecordSection(
            "delivery",
            self.tr("到位记录"),
            _delivery_columns(),
            self.tr("还没有到位记录。"),
            self,
            stretch=2,
        )
        self._add_actions()
        for section in (self.list, self.about, self.deliveries):
            self.add_section(section)
        self.list.opened.connect(self._ask_edit)
        self.list.removed.connect(self._remove)
        self.list.pasted.connect(self._paste)
        self.list.chosen.connect(self._show_current)
        self.deliveries.opened.connect(self._ask_correct)
        self.deliveries.removed.connect(self._remove_delivery)

    def show_dossier(self, dossier: Dossier) -> None:
        self._project = dossier.id
        lines = self._desk.read(element_lines, dossier.id)
        late = sum(line.light is Light.RED for line in lines)
        open_ones = sum(line.status is not ElementStatus.DELIVERED for line in lines)
        note = self.tr("{count}项，未到位{open}项，逾期或无法保障{late}项")
        words = note.format(count=len(lines), open=open_ones, late=late) if lines else ""
        self.list.show_lines(lines, words)
        # One demand alone is its own total.
        totals = sums_words(one for one in element_sums(lines) if one.count > 1)
        self.totals.setText(totals)
        self.totals.setVisible(bool(totals))
        self._propose.setVisible(bool(self._desk.read(proposed_elements, dossier.id)))
        self._show_current()

    def take_focus(self) -> None:
        (self.list.table if self.list.model.lines else self._add).setFocus()

    def select(self, record_id: str) -> bool:
        return self.list.select(record_id)

    def _add_actions(self) -> None:
        add = self.list.add_action
        add(self.tr("登记到位"), "deliver", self._ask_deliver, needs=_may_come)
        add(self.tr("无法保障"), "mark-unavailable", self._ask_unavailable, needs=_may_come)
        add(self.tr("恢复保障"), "mark-available", self._available, needs=_cannot_come)
        add(self.tr("修改"), "edit-element", self._ask_edit, on_one=True)
        add(self.tr("删除"), "remove-element", self._remove, on_one=True)
        self._propose = add(self.tr("一键提出"), "propose-elements", self._take_proposals)
        self._add = add(self.tr("登记需求"), "add-element", self._choose_kind, kind="primary")
        self.deliveries.add_action(self.tr("更正"), "correct-delivery", self._ask_correct, on_one=True)
        self.deliveries.add_action(self.tr("删除"), "remove-delivery", self._remove_delivery, on_one=True)

    def _show_current(self) -> None:
        line = self.list.current
        self.deliveries.setVisible(line is not None)
        self.about.setVisible(line is not None)
        if line is None:
            return
        reason = self.tr("无法保障：{reason}").format(reason=line.unavailable_reason)
        evidence = self.tr("佐证 {number}").format(number=line.form.evidence_no)
        parts = (
            reason if line.unavailable_reason else "",
            specific_words(line.form),
            evidence if line.form.evidence_no else "",
            line.form.remark,
            prompt_words(line.prompt),
        )
        words = " · ".join(part for part in parts if part)
        self.about.setText(words)
        self.about.setVisible(bool(words))
        self.deliveries.show_lines(line.deliveries, f"{_what(line)}（{line.form.unit}）")

    def _choose_kind(self) -> None:
        menu = QMenu(self)
        for kind in Element:
            menu.addAction(kind.zh).triggered.connect(partial(self.ask_new, kind))
        menu.exec(self._add.mapToGlobal(self._add.rect().bottomLeft()))
        menu.deleteLater()

    def ask_new(self, kind: Element) -> None:
        """Ask for a demand of one kind."""
        project = self._project
        form = ElementForm(kind, unit=UNITS[kind][0], raised_on=self._desk.workspace.today)

        def submit(filled: ElementForm) -> object:
            return self._desk.attempt(add_element, project, filled)

        title = self.tr("登记要素需求：{kind}").format(kind=kind.zh)
        self._show(element_dialog(self._desk, title, form, submit, self))

    def _ask_edit(self) -> None:
        line = self.list.current
        if line is None:
            return
        known = line.id

        def submit(filled: ElementForm) -> object:
            return self._desk.attempt(edit_element, known, filled)

        title = self.tr("修改要素需求：{what}").format(what=_what(line))
        self._show(element_dialog(self._desk, title, line.form, submit, self, known))

    def _ask_deliver(self) -> None:
        line = self.list.current
        if line is not None:
            known, today = line.id, self._desk.workspace.today
            self._ask_delivery(
                line,
                DeliveryForm(today, line.gap),
                lambda form: self._desk.attempt(deliver, known, form),
            )

    def _ask_correct(self) -> None:
        line, delivery = self.list.current, self.deliveries.current
        if line is not None and delivery is not None:
            known = delivery.id
            self._ask_delivery(
                line,
                DeliveryForm(delivery.on, delivery.quantity, delivery.evidence_no),
                lambda form: self._desk.attempt(correct_delivery, known, form),
            )

    def _ask_delivery(
        self, line: ElementLine, form: DeliveryForm, submit: Callable[[DeliveryForm], object]
    ) -> None:
        asks = (
            fields.day("on", self.tr("到位日期"), self._desk.workspace.today, needed=True),
            fields.quantity("quantity", self.tr("到位量"), line.form.unit),
            fields.text("evidence_no", self.tr("佐证编号")),
        )
        title = self.tr("到位：{what}").format(what=_what(line))
        self._show(RecordDialog(title, self._desk, asks, form, submit, self))

    def _ask_unavailable(self) -> None:
        line = self.list.current
        if line is None:
            return
        reason, accepted = QInputDialog.getText(self, self.tr("无法保障"), self.tr("原因"))
        if accepted:
            self._desk.do(mark_unavailable, line.id, reason)

    def _available(self) -> None:
        line = self.list.current
        if line is not None:
            self._desk.do(mark_available, line.id)

    def _remove(self) -> None:
        line = self.list.current
        if line is not None:
            self._desk.do(remove_element, line.id)

    def _remove_delivery(self) -> None:
        delivery = self.deliveries.current
        if delivery is not None:
            self._desk.do(remove_delivery, delivery.id)

    def _take_proposals(self) -> None:
        project = self._project

        def submit(taken: tuple[ElementForm, ...]) -> object:
            return self._desk.attempt(add_elements, project, taken)

        self._show(ProposalsDialog(self._desk.read(proposed_elements, project), submit, self))

    def _paste(self, pasted: str) -> None:
        """Take rows from Excel; their first column says which element each is for."""
        kind = fields.choice("kind", self.tr("要素"), Element)
        asks = (kind, *shared_fields(Element.LAND, self._desk.workspace.today))
        try:
            forms = [_pasted_form(row, values) for row, values in enumerate(read_pasted(pasted, asks), 1)]
        except UserError as refused:
            self._desk.refused.emit(refused)
            return
        self._desk.do(add_elements, self._project, forms)

    def _show(self, dialog: QDialog) -> None:
        asked(dialog)
        self.take_focus()


def _pasted_form(row: int, values: dict[str, Any]) -> ElementForm:
    """A demand as it was pasted, in the usual unit of its element unless it names another."""
    if "kind" not in values:
        raise UserError("element.no_kind", row=row)
    form = ElementForm(**values)
    return form if form.unit else replace(form, unit=UNITS[form.kind][0])


def _may_come(line: ElementLine) -> bool:
    return line.status not in (ElementStatus.DELIVERED, ElementStatus.UNAVAILABLE)


def _cannot_come(line: ElementLine) -> bool:
    return line.status is ElementStatus.UNAVAILABLE


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
