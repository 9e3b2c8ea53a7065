"""What both sides promised, and how it is checked on its way: two sections of 协议履约."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import Side
from fangzi_desktop.services.commitments import (
    CheckLine,
    CommitmentForm,
    CommitmentLine,
    add_commitments,
    remove_check,
    remove_commitment,
    reopen_commitment,
)
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.choice import Choice
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.asking import asked
from fangzi_desktop.ui.project.commitment_columns import commitment_columns, due_words, sign_of
from fangzi_desktop.ui.project.commitment_dialogs import (
    ask_check,
    ask_checks,
    ask_commitment,
    ask_settlement,
    ask_waiver,
    commitment_fields,
    measured,
)
from fangzi_desktop.ui.records.paste import read_pasted
from fangzi_desktop.ui.records.section import RecordSection
from fangzi_desktop.ui.sorted_lines import Column

CHECK_SUFFIX = ".check"


class CommitmentsSection(QWidget):
    """承诺 and 履约检查. `chosen` tells that another commitment is the current one."""

    chosen = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._project = ""
        self._lines: tuple[CommitmentLine, ...] = ()
        self.list: RecordSection[CommitmentLine] = RecordSection(
            "commitment",
            self.tr("承诺"),
            commitment_columns(),
            self.tr("还没有登记双方承诺。签约后把协议中的承诺逐项登记，也可从 Excel 复制后成批粘贴。"),
            self,
            light=sign_of,
            stretch=2,
            most_rows=12,
        )
        self.checks: RecordSection[CheckLine] = RecordSection(
            "commitment-check",
            self.tr("履约检查"),
            _check_columns(),
            self.tr("还没有登记过履约检查。"),
            self,
            stretch=4,
            most_rows=6,
        )
        self.sides: Choice[Side | None] = Choice(
            self.tr("承诺方"), [(None, self.tr("全部")), *((side, side.zh) for side in Side)], self
        )
        self.sides.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.sides.choose(None)
        self.list.add_to_head(self.sides)
        self.why = QLabel("", self)
        self.why.setObjectName("commitment-why")
        self.why.setProperty("kind", "why")
        self.why.setWordWrap(True)
        self.why.setTextFormat(Qt.TextFormat.PlainText)
        self.why.setContentsMargins(10, 6, 10, 6)
        self.list.add_below(self.why)
        self._add_actions()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addWidget(self.list)
        box.addWidget(self.checks)
        self.sides.chosen.connect(self._show_side)
        self.list.opened.connect(self._ask_edit)
        self.list.removed.connect(self._remove)
        self.list.pasted.connect(self.paste)
        self.list.chosen.connect(self._show_why)
        self.list.chosen.connect(self.chosen)
        self.checks.removed.connect(self._remove_check)

    @property
    def current(self) -> CommitmentLine | None:
        """The current commitment, or None."""
        return self.list.current

    def show_lines(self, project_id: str, lines: tuple[CommitmentLine, ...]) -> None:
        """Show a project's commitments and their checks."""
        if project_id != self._project:
            self.sides.choose(None)
        self._project = project_id
        self._lines = lines
        for side in Side:
            self.sides.set_words(side, f"{side.zh} {sum(one.form.side is side for one in lines)}")
        self.sides.setVisible(bool(lines))
        self._check_all.setVisible(any(_is_checked(one) for one in lines))
        self._show_side()
        checks = sorted((one for line in lines for one in line.checks), key=lambda one: one.checked_on)
        ahead = [one.next_check for one in lines if one.next_check is not None]
        words = self.tr("下次检查 {day}").format(day=wording.full_day(min(ahead))) if ahead else ""
        self.checks.show_lines(tuple(reversed(checks)), words)

    def select(self, record_id: str) -> bool:
        """Make a commitment the current one; a project's next check leads to the first that is due."""
        if record_id == f"{self._project}{CHECK_SUFFIX}":
            ahead = [one for one in self._lines if one.next_check is not None]
            if not ahead:
                return False
            record_id = min(ahead, key=lambda one: one.next_check or one.due_on or self._today).id
        self.sides.choose(None)
        self._show_side()
        return self.list.select(record_id)

    def take_focus(self) -> None:
        """Give the keyboard to the list, or to what begins it."""
        (self.list.table if self.list.model.lines else self._add).setFocus()

    def paste(self, copied: str) -> None:
        """Write down rows copied from Excel, all of them or none."""
        asks = commitment_fields(self._today)
        try:
            rows = read_pasted(copied, asks)
        except UserError as problem:
            self._desk.refused.emit(problem)
            return
        forms = [measured(CommitmentForm(**row), {name for name in row if row[name]}) for row in rows]
        self._desk.do(add_commitments, self._project, forms)
        self.take_focus()

    @property
    def _today(self) -> date:
        return self._desk.workspace.today

    def _add_actions(self) -> None:
        add = self.list.add_action
        add(self.tr("检查"), "check-commitment", self._ask_check, needs=_is_open)
        add(self.tr("判定结果"), "settle-commitment", self._ask_settle, needs=_is_open)
        add(self.tr("豁免"), "waive-commitment", self._ask_waive, needs=_is_open)
        add(self.tr("重新打开"), "reopen-commitment", self._reopen, needs=lambda one: not one.is_open)
        add(self.tr("修改"), "edit-commitment", self._ask_edit, needs=_is_open)
        add(self.tr("删除"), "remove-commitment", self._remove, on_one=True)
        add(self.tr("粘贴"), "paste-commitments", self._paste_clipboard).setToolTip(
            self.tr("粘贴从 Excel 复制的行（Ctrl+V）；首行可写列名：承诺方、事项、目标值、期限等")
        )
        self._add = add(self.tr("登记承诺"), "add-commitment", self._ask_new, kind="primary")
        self.checks.add_action(self.tr("删除"), "remove-check", self._remove_check, on_one=True)
        self._check_all = self.checks.add_action(
            self.tr("登记一次检查"), "check-commitments", self._ask_checks
        )

    def _show_side(self) -> None:
        side = self.sides.value
        lines = tuple(one for one in self._lines if side is None or one.form.side is side)
        self.list.show_lines(lines)

    def _show_why(self) -> None:
        """Say why the current commitment is due on its day, and what was said of its result."""
        line = self.current
        words = [line.why, line.note] if line is not None and line.note else [line.why] if line else []
        self.why.setText("\n".join(words))
        self.why.setVisible(line is not None)

    def _ask_new(self) -> None:
        asked(ask_commitment(self._desk, self._project, None, self))
        self.take_focus()

    def _ask_edit(self) -> None:
        line = self.current
        if line is not None and line.is_open:
            asked(ask_commitment(self._desk, self._project, line, self))
            self.take_focus()

    def _ask_settle(self) -> None:
        line = self.current
        if line is not None:
            words = self.tr("{what}，期限：{due}").format(what=line.label, due=due_words(line))
            asked(ask_settlement(self._desk, line, words, self))
            self.take_focus()

    def _ask_waive(self) -> None:
        line = self.current
        if line is not None:
            asked(ask_waiver(self._desk, line, self))
            self.take_focus()

    def _ask_check(self) -> None:
        line = self.current
        if line is not None:
            asked(ask_check(self._desk, line, self))
            self.take_focus()

    def _ask_checks(self) -> None:
        asked(ask_checks(self._desk, tuple(one for one in self._lines if _is_checked(one)), self))
        self.checks.table.setFocus()

    def _reopen(self) -> None:
        line = self.current
        if line is not None:
            self._desk.do(reopen_commitment, line.id)

    def _remove(self) -> None:
        line = self.current
        if line is not None:
            self._desk.do(remove_commitment, line.id)

    def _remove_check(self) -> None:
        check = self.checks.current
        if check is not None:
            self._desk.do(remove_check, check.id)

    def _paste_clipboard(self) -> None:
        self.paste(QGuiApplication.clipboard().text())


def _is_open(line: CommitmentLine) -> bool:
    return line.is_open


def _is_checked(line: CommitmentLine) -> bool:
    return line.is_open and line.form.check_months is not None


def _check_columns() -> tuple[Column[CheckLine], ...]:
    return (
        Column(
            _tr("检查日期"), 120, lambda one: wording.full_day(one.checked_on), lambda one: one.checked_on
        ),
        Column(_tr("承诺"), 190, lambda one: one.label, lambda one: one.label),
        Column(_tr("当时数值"), 130, _figure, lambda one: one.actual, is_figure=True),
        Column(_tr("完成比例"), 84, _share, lambda one: one.share, is_figure=True),
        Column(_tr("检查情况"), 300, lambda one: one.note.replace("\n", " "), lambda one: one.note or None),
    )


def _figure(line: CheckLine) -> str:
    return f"{wording.figure(line.actual)}{line.unit}" if line.actual is not None else ""


def _share(line: CheckLine) -> str:
    return f"{line.share}%" if line.share is not None else ""


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
