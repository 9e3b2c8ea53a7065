"""处置记录: the rungs taken against a breach, each with its paper, and what the law asks of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from fangzi_desktop.domain.ladder import usual_due
from fangzi_desktop.domain.stage_terms import CommitmentMetric, CommitmentResult, LadderLevel, Side
from fangzi_desktop.domain.terms import Light
from fangzi_desktop.services.commitments import CommitmentLine
from fangzi_desktop.services.ladder import (
    RungForm,
    RungLine,
    edit_rung,
    remove_rung,
    settle_rung,
    take_rung,
)
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.asking import asked
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.records.section import RecordSection
from fangzi_desktop.ui.sorted_lines import Column

_INVESTED = {CommitmentMetric.FIXED_INVESTMENT, CommitmentMetric.INVESTMENT_INTENSITY}


class LadderSection(QWidget):
    """The ladder of one project. Enter corrects a rung, Delete removes one."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._project = ""
        self._commitments: tuple[CommitmentLine, ...] = ()
        self._about: str | None = None
        self.list: RecordSection[RungLine] = RecordSection(
            "ladder",
            self.tr("处置记录"),
            _columns(),
            self.tr(
                "没有处置记录，履约正常。企业违约时按提醒、约谈、催告、书面履约决定、追缴、解除逐级处置。"
            ),
            self,
            light=lambda one: one.light,
            stretch=5,
            most_rows=6,
        )
        self.list.add_action(self.tr("整改到位"), "settle-rung", self._ask_settle, needs=_is_open)
        self.list.add_action(self.tr("修改"), "edit-rung", self._ask_edit, on_one=True)
        self.list.add_action(self.tr("删除"), "remove-rung", self._remove, on_one=True)
        self._add = self.list.add_action(self.tr("登记处置"), "take-rung", self._ask_new)
        self.hints = QLabel("", self)
        self.hints.setProperty("kind", "secondary")
        self.hints.setWordWrap(True)
        self.hints.setTextFormat(Qt.TextFormat.PlainText)
        self.list.add_below(self.hints)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.list)
        self.list.opened.connect(self._ask_edit)
        self.list.removed.connect(self._remove)

    def show_lines(
        self, project_id: str, lines: tuple[RungLine, ...], commitments: tuple[CommitmentLine, ...]
    ) -> None:
        """Show a project's rungs beside the law's prompts that its breaches call for."""
        self._project = project_id
        self._commitments = commitments
        self.list.show_lines(lines)
        words = prompts(commitments, climbing=bool(lines))
        self.hints.setText("\n".join(words))
        self.hints.setVisible(bool(words))

    def prefer(self, commitment_id: str | None) -> None:
        """Offer this commitment for the next rung."""
        self._about = commitment_id

    def select(self, record_id: str) -> bool:
        """Make a rung the current one."""
        return self.list.select(record_id)

    def take_focus(self) -> None:
        """Give the keyboard to the list, or to what begins it."""
        (self.list.table if self.list.model.lines else self._add).setFocus()

    def _ask_new(self) -> None:
        today = self._desk.workspace.today
        about = self._likely_about()
        level = self._next_level(about)
        form = RungForm(level, today, due=usual_due(level, today), commitment_id=about)
        project = self._project
        self._ask(
            RecordDialog(
                self.tr("登记处置"),
                self._desk,
                self._fields(),
                form,
                lambda typed: self._desk.attempt(take_rung, project, typed),
                self,
                about=self.tr("书面履约决定、追缴、解除协议须先催告，且催告期限已满。"),
            )
        )

    def _likely_about(self) -> str | None:
        """What the next rung is most likely about: the current commitment, else the first late one."""
        urgable = [one for one in self._commitments if one.form.side is Side.ENTERPRISE]
        if any(one.id == self._about and (one.is_late or not one.is_open) for one in urgable):
            return self._about
        return next((one.id for one in urgable if one.is_late), None)

    def _next_level(self, about: str | None) -> LadderLevel:
        """The level after the highest open one about the same matter."""
        levels = tuple(LadderLevel)
        taken = [
            levels.index(one.form.level)
            for one in self.list.model.lines
            if one.is_open and one.form.commitment_id in (about, None)
        ]
        return levels[min(max(taken, default=-1) + 1, len(levels) - 1)]

    def _ask_edit(self) -> None:
        line = self.list.current
        if line is not None:
            self._ask(
                RecordDialog(
                    self.tr("修改处置"),
                    self._desk,
                    self._fields(),
                    line.form,
                    lambda typed: self._desk.attempt(edit_rung, line.id, typed),
                    self,
                    record=("ladder_step", line.id),
                )
            )

    def _ask_settle(self) -> None:
        line = self.list.current
        if line is None:
            return
        today = self._desk.workspace.today
        asks = (
            fields.day("on", self.tr("整改到位日期"), today, needed=True),
            fields.text("note", self.tr("整改情况"), lines=2),
        )
        dialog = RecordDialog(
            self.tr("整改到位"),
            self._desk,
            asks,
            _Settlement(today),
            lambda typed: self._desk.attempt(settle_rung, line.id, typed.on, typed.note),
            self,
            about=self.tr("同一承诺尚未了结的各级处置一并了结。"),
        )
        asked(dialog)
        self.list.table.setFocus()

    def _remove(self) -> None:
        line = self.list.current
        if line is not None:
            self._desk.do(remove_rung, line.id)

    def _fields(self) -> tuple[fields.Field, ...]:
        today = self._desk.workspace.today
        promised = tuple((one.id, one.label) for one in self._commitments if one.form.side is Side.ENTERPRISE)
        return (
            fields.choice("level", self.tr("处置"), LadderLevel),
            fields.pick("commitment_id", self.tr("针对承诺"), promised, self.tr("整个协议")),
            fields.day("issued_on", self.tr("发出日期"), today, needed=True),
            fields.text("document_no", self.tr("文号")),
            fields.text("reason", self.tr("事由"), lines=3),
            fields.day("due", self.tr("整改期限"), today, self.tr("提醒函不填的，按30个自然日")),
        )

    def _ask(self, dialog: RecordDialog[RungForm]) -> None:
        asked(dialog)
        self.take_focus()


@dataclass(frozen=True, slots=True)
class _Settlement:
    on: date
    note: str = ""


def prompts(commitments: tuple[CommitmentLine, ...], *, climbing: bool) -> list[str]:
    """What law and contract say of it (mechanism §5.2, §5.3), only where there is a breach or a ladder."""
    broken = [one for one in commitments if one.is_late or one.result is CommitmentResult.UNMET]
    own = sum(one.form.side is Side.GOVERNMENT for one in broken)
    words = []
    if own:
        words.append(
            _tr(
                "政府方有 {count} 项承诺逾期或未达标：不得以换届、规划调整为由不履行，"
                "依法变更的应予补偿（优化营商环境条例第三十一条）。"
            ).format(count=own)
        )
    metrics = {one.form.metric for one in broken if one.form.side is Side.ENTERPRISE}
    if metrics & _INVESTED:
        words.append(_tr("投资额、投资强度低于约定的，按协议和出让合同约定的比例支付违约金。"))
    if CommitmentMetric.COMPLETION in metrics:
        words.append(
            _tr(
                "竣工逾期的，每逾期一日按出让价款的约定千分比支付违约金；经同意延期的不超过一年（GF-2008-2601）。"
            )
        )
    if climbing or len(broken) > own:
        words.append(
            _tr(
                "经催告仍不履行的，可作出书面履约决定并申请强制执行（最高法行政协议规定第二十四条）；"
                "协议中的仲裁条款无效（第二十六条）；违法单方变更、解除的，可被判继续履行或补偿（第十六条）。"
            )
        )
    return words


def _is_open(line: RungLine) -> bool:
    return line.is_open


def _state(line: RungLine) -> str:
    if not line.is_open:
        return _tr("已了结")
    if line.is_superseded:
        return _tr("已升级")
    return line.light.zh if line.light in (Light.YELLOW, Light.RED) else _tr("整改中")


def _columns() -> tuple[Column[RungLine], ...]:
    return (
        Column(_tr("状态"), 84, _state, lambda one: (not one.is_open, one.form.due or date.max)),
        Column(_tr("处置"), 104, lambda one: one.form.level.zh, lambda one: one.form.issued_on),
        Column(
            _tr("发出日期"),
            122,
            lambda one: wording.full_day(one.form.issued_on),
            lambda one: one.form.issued_on,
        ),
        Column(_tr("文号"), 184, lambda one: one.form.document_no, lambda one: one.form.document_no),
        Column(_tr("针对承诺"), 118, lambda one: one.about or _tr("整个协议"), lambda one: one.about or None),
        Column(_tr("事由"), 240, lambda one: one.form.reason.replace("\n", " "), lambda one: one.form.reason),
        Column(_tr("整改期限"), 122, lambda one: wording.full_day(one.form.due), lambda one: one.form.due),
        Column(_tr("了结情况"), 150, _outcome, lambda one: one.settled_on),
    )


def _outcome(line: RungLine) -> str:
    return " ".join(
        part for part in (wording.full_day(line.settled_on), line.settled_note.replace("\n", " ")) if part
    )


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
