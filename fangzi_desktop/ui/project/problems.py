"""问题: what stands in a project's way, who must solve it by when, each step of it, and its writing-off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from fangzi_desktop.domain.problems import may_take
from fangzi_desktop.domain.stage_terms import ProblemStep
from fangzi_desktop.domain.terms import Light, Stage
from fangzi_desktop.services.dossier import Dossier
from fangzi_desktop.services.notices import notice_lines
from fangzi_desktop.services.problems import (
    Problem,
    ProblemForm,
    Step,
    StepForm,
    assign_problem,
    claim_problem_solved,
    edit_problem,
    list_problem,
    problems,
    raise_problem,
    return_problem,
    take_problem_in_hand,
    unlist_problem,
    what_problems_hold_up,
    write_off_problem,
)
from fangzi_desktop.services.workspace import Work
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.notices.records import NoticeSection
from fangzi_desktop.ui.project.asking import asked
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.records.fields import Field
from fangzi_desktop.ui.records.scrolled import SectionsTab
from fangzi_desktop.ui.records.section import RecordSection
from fangzi_desktop.ui.sorted_lines import Column


def state_words(problem: Problem) -> str:
    """Where a problem stands: whether it is listed, its light while it is open and calls, and its state."""
    words = problem.state.zh
    if problem.state.is_open and problem.light in (Light.YELLOW, Light.RED):
        words = _tr("{light}·{state}").format(light=problem.light.zh, state=problem.state.zh)
    return _tr("挂牌·{words}").format(words=words) if problem.is_listed else words


def problem_columns() -> tuple[Column[Problem], ...]:
    """The columns of a list of problems."""
    return (
        Column(_tr("状态"), 148, state_words, lambda one: (not one.state.is_open, one.due or date.max)),
        Column(_tr("编号"), 52, lambda one: str(one.number), lambda one: one.number),
        Column(_tr("问题"), 260, lambda one: one.text.replace("\n", " "), lambda one: one.text),
        Column(_tr("卡在哪里"), 130, lambda one: one.about, lambda one: one.about or None),
        Column(
            _tr("责任单位"), 120, lambda one: one.responsible_unit, lambda one: one.responsible_unit or None
        ),
        Column(_tr("提出"), 118, lambda one: wording.full_day(one.raised_on), lambda one: one.raised_on),
        Column(_tr("时限"), 118, lambda one: wording.full_day(one.due), lambda one: one.due),
        Column(_tr("建议或解决情况"), 170, _outcome, lambda one: _outcome(one) or None),
    )


def _outcome(problem: Problem) -> str:
    if problem.state.is_open:
        return problem.suggestion
    closed = wording.full_day(problem.closed_on)
    return " ".join(part for part in (closed, problem.closing_note) if part)


@dataclass(frozen=True, slots=True)
class _StepLine:
    id: str
    step: Step


def _step_columns() -> tuple[Column[_StepLine], ...]:
    return (
        Column(_tr("日期"), 120, lambda one: wording.full_day(one.step.on), lambda one: one.id),
        Column(_tr("步骤"), 96, lambda one: one.step.step.zh, lambda one: one.step.step.zh),
        Column(_tr("承办单位"), 150, lambda one: one.step.unit, lambda one: one.step.unit or None),
        Column(_tr("情况"), 300, lambda one: one.step.note, lambda one: one.step.note or None),
        Column(_tr("文号"), 150, lambda one: one.step.document_no, lambda one: one.step.document_no or None),
    )


@dataclass(frozen=True, slots=True)
class _Assignment:
    unit: str
    due: date
    on: date
    note: str = ""
    document_no: str = ""


class ProblemsTab(SectionsTab):
    """A project's problems. Enter changes the current one; its steps stand below, and the notices issued."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._project = ""
        self.list: RecordSection[Problem] = RecordSection(
            "problem",
            self.tr("问题清单"),
            problem_columns(),
            self.tr("这个项目没有登记过问题。遇到卡点就登记下来，写明谁在哪天前解决。"),
            self,
            light=lambda one: one.light,
            stretch=2,
        )
        self.steps: RecordSection[_StepLine] = RecordSection(
            "problem-step",
            self.tr("办理经过"),
            _step_columns(),
            self.tr("还没有交办、办理或核实的记录。"),
            self,
            stretch=3,
        )
        self.notices = NoticeSection(desk, self)
        self._add_actions()
        self.add_section(self.list)
        self.add_section(self.steps)
        self.add_section(self.notices)
        self.list.opened.connect(self._ask_edit)
        self.list.chosen.connect(self._show_steps)

    def show_dossier(self, dossier: Dossier) -> None:
        self._project = dossier.id
        self.list.show_lines(self._desk.read(problems, dossier.id))
        self.notices.show_lines(self._desk.read(notice_lines, dossier.id))
        self._show_steps()

    def take_focus(self) -> None:
        (self.list.table if self.list.model.lines else self._raise).setFocus()

    def select(self, record_id: str) -> bool:
        if self.list.select(record_id):
            return True
        found = self.notices.select(record_id)
        if found:
            self.bring_into_sight(self.notices)
        return found

    def _add_actions(self) -> None:
        add = self.list.add_action
        takes: tuple[tuple[str, str, Callable[[], object], ProblemStep], ...] = (
            (self.tr("交办"), "assign-problem", self._ask_assign, ProblemStep.ASSIGNED),
            (self.tr("办理"), "take-problem-in-hand", self._ask_take, ProblemStep.TAKEN_IN_HAND),
            (self.tr("办结申请"), "claim-problem-solved", self._ask_claim, ProblemStep.CLAIMED),
            (self.tr("销号"), "write-off-problem", self._ask_close, ProblemStep.CLOSED),
            (self.tr("退回重办"), "return-problem", self._ask_return, ProblemStep.RETURNED),
        )
        for words, name, slot, step in takes:
            add(words, name, slot, needs=_taking(step))
        add(self.tr("挂牌督办"), "list-problem", self._ask_list, needs=_may_be_listed)
        add(self.tr("解除挂牌"), "unlist-problem", self._ask_unlist, needs=lambda one: one.is_listed)
        add(self.tr("修改"), "edit-problem", self._ask_edit, on_one=True)
        self._raise = add(self.tr("登记问题"), "raise-problem", self._ask_new, kind="primary")

    def _show_steps(self) -> None:
        current = self.list.current
        self.steps.setVisible(current is not None)
        steps = current.steps if current is not None else ()
        lines = tuple(_StepLine(f"{place:04d}", step) for place, step in enumerate(steps))
        self.steps.show_lines(lines, _tr("问题{number}").format(number=current.number) if current else "")

    def _ask_new(self) -> None:
        self._show(ask_problem(self._desk, self._project, None, self))

    def _ask_edit(self) -> None:
        current = self.list.current
        if current is not None:
            self._show(ask_problem(self._desk, self._project, current, self))

    def _ask_assign(self) -> None:
        current = self.list.current
        if current is None:
            return
        today = self._desk.workspace.today
        problem = current.id

        def submit(form: _Assignment) -> object:
            step = StepForm(form.on, form.note, form.document_no)
            return self._desk.attempt(assign_problem, problem, form.unit, form.due, step)

        asks = (
            fields.text("unit", self.tr("承办单位")),
            fields.day("due", self.tr("办结时限"), today, needed=True),
            fields.day("on", self.tr("交办日期"), today, needed=True),
            fields.text("note", self.tr("交办意见"), lines=2),
            fields.text("document_no", self.tr("文号")),
        )
        form = _Assignment(current.responsible_unit, current.due or today, today)
        self._show(RecordDialog(self.tr("交办"), self._desk, asks, form, submit, self, about=current.text))

    def _ask_take(self) -> None:
        self._ask_step(self.tr("登记办理"), take_problem_in_hand, self.tr("进展"))

    def _ask_claim(self) -> None:
        self._ask_step(self.tr("登记办结申请"), claim_problem_solved, self.tr("解决情况"))

    def _ask_return(self) -> None:
        self._ask_step(self.tr("退回重办"), return_problem, self.tr("退回理由"))

    def _ask_list(self) -> None:
        self._ask_step(self.tr("挂牌督办"), list_problem, self.tr("督办要求"), with_document=True)

    def _ask_unlist(self) -> None:
        self._ask_step(self.tr("解除挂牌督办"), unlist_problem, self.tr("说明"), with_document=True)

    def _ask_close(self) -> None:
        def write_off(problem: str, form: StepForm) -> object:
            return self._desk.attempt(write_off_problem, problem, form.on, form.note)

        self._ask(self.tr("销号"), write_off, self.tr("核实情况"))

    def _ask_step(
        self,
        title: str,
        command: Callable[[Work, str, StepForm], None],
        note: str,
        *,
        with_document: bool = False,
    ) -> None:
        def take(problem: str, form: StepForm) -> object:
            return self._desk.attempt(command, problem, form)

        self._ask(title, take, note, with_document=with_document)

    def _ask(
        self,
        title: str,
        take: Callable[[str, StepForm], object],
        note: str,
        *,
        with_document: bool = False,
    ) -> None:
        current = self.list.current
        if current is None:
            return
        problem, today = current.id, self._desk.workspace.today
        asks: tuple[Field, ...] = (
            fields.day("on", self.tr("日期"), today, needed=True),
            fields.text("note", note, lines=2),
        )
        if with_document:
            asks += (fields.text("document_no", self.tr("文号")),)
        self._show(
            RecordDialog(
                title,
                self._desk,
                asks,
                StepForm(today),
                lambda form: take(problem, form),
                self,
                about=current.text,
            )
        )

    def _show(
        self, dialog: RecordDialog[ProblemForm] | RecordDialog[StepForm] | RecordDialog[_Assignment]
    ) -> None:
        asked(dialog)
        self.take_focus()


def _taking(step: ProblemStep) -> Callable[[Problem], bool]:
    return lambda problem: may_take(step, problem.state)


def _may_be_listed(problem: Problem) -> bool:
    return problem.light is Light.RED and problem.listed_on is None


def ask_problem(
    desk: Desk, project_id: str, problem: Problem | None, parent: QWidget
) -> RecordDialog[ProblemForm]:
    """Return the dialog that asks for a problem, or for what is to change in one."""
    today = desk.workspace.today
    items, elements = desk.read(what_problems_hold_up, project_id)
    nothing = _tr("不指明")
    asks = (
        fields.text("text", _tr("问题"), lines=3),
        fields.text("responsible_unit", _tr("责任单位")),
        fields.day("raised_on", _tr("提出日期"), today),
        fields.day("due", _tr("解决时限"), today),
        fields.choice("stage", _tr("所卡环节"), Stage, nothing),
        fields.pick("item_id", _tr("所卡手续"), items, nothing),
        fields.pick("element_id", _tr("所卡要素"), elements, nothing),
        fields.text("suggestion", _tr("建议")),
    )
    if problem is None:
        return RecordDialog(
            _tr("登记问题"),
            desk,
            asks,
            ProblemForm("", raised_on=today),
            lambda form: desk.attempt(raise_problem, project_id, form),
            parent,
        )
    known = problem.id
    return RecordDialog(
        _tr("修改问题{number}").format(number=problem.number),
        desk,
        asks,
        ProblemForm(
            problem.text,
            problem.responsible_unit,
            problem.raised_on,
            problem.due,
            problem.suggestion,
            problem.stage,
            problem.item_id,
            problem.element_id,
        ),
        lambda form: desk.attempt(edit_problem, known, form),
        parent,
        record=("problem", known),
    )


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
