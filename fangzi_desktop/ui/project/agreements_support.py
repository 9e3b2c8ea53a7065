"""The support policies of a project, and beside each what the law asks for and does not find."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget

from fangzi_desktop.domain.agreements import SupportGround, ground_words, read_grounds
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import FairReview
from fangzi_desktop.domain.terms import Light
from fangzi_desktop.services.agreements import agreements
from fangzi_desktop.services.support import (
    SupportForm,
    SupportLine,
    add_support,
    add_supports,
    edit_support,
    remove_support,
    supports,
)
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.asking import asked
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.records.fields import Field
from fangzi_desktop.ui.records.paste import read_pasted
from fangzi_desktop.ui.records.section import RecordSection
from fangzi_desktop.ui.sorted_lines import Column


class SupportSection(RecordSection[SupportLine]):
    """A project's support policies. Ctrl+V takes rows from Excel; what the law misses stands below."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(
            "support",
            _tr("扶持政策"),
            _columns(),
            _tr("还没有登记扶持政策。可逐项登记，也可从 Excel 复制后成批粘贴。"),
            parent,
            light=support_light,
            stretch=6,
            most_rows=6,
        )
        self._desk = desk
        self._project = ""
        self.prompt = prompt_label(self)
        self.add_action(_tr("修改"), "edit-support", self._ask_edit, on_one=True)
        self.add_action(_tr("删除"), "remove-support", self._remove, on_one=True)
        self.add_action(_tr("粘贴"), "paste-support", self._paste_copied)
        self.add_action(_tr("登记政策"), "add-support", self._ask_new, kind="primary")
        self.opened.connect(self._ask_edit)
        self.removed.connect(self._remove)
        self.pasted.connect(self._paste)
        self.chosen.connect(self._show_prompt)

    def show_project(self, project_id: str) -> None:
        """Read a project's support policies."""
        self._project = project_id
        self.show_lines(self._desk.read(supports, project_id))

    def _show_prompt(self) -> None:
        words = "\n".join(gap.law for gap in self.current.gaps) if self.current is not None else ""
        self.prompt.setText(words)
        self.prompt.setVisible(bool(words))

    def _ask_new(self) -> None:
        asked(ask_support(self._desk, self._project, None, self))

    def _ask_edit(self) -> None:
        if self.current is not None:
            asked(ask_support(self._desk, self._project, self.current, self))

    def _remove(self) -> None:
        if self.current is not None:
            self._desk.do(remove_support, self.current.id)

    def _paste_copied(self) -> None:
        self._paste(QGuiApplication.clipboard().text())

    def _paste(self, pasted: str) -> None:
        asks = (fields.text("matched_to", _tr("匹配依据")), *_asks(self._desk))
        try:
            forms = [SupportForm(**{"name": "", **row}) for row in read_pasted(pasted, _in_order(asks))]
        except UserError as error:
            self._desk.refused.emit(error)
            return
        self._desk.do(add_supports, self._project, forms)


def prompt_label(section: RecordSection[Any]) -> QLabel:
    """Add a line of words below a section's list, for what concerns the current record."""
    label = QLabel("", section)
    label.setProperty("kind", "secondary")
    label.setWordWrap(True)
    label.hide()
    section.add_below(label)
    return label


def support_light(line: SupportLine) -> Light:
    """A failed review is red, any other gap yellow."""
    if line.is_barred:
        return Light.RED
    return Light.YELLOW if line.gaps else Light.GREEN


def _gap_words(line: SupportLine) -> str:
    return "、".join(gap.zh for gap in line.gaps) or _tr("依据和审查齐全")


def _columns() -> tuple[Column[SupportLine], ...]:
    return (
        Column(_tr("依据和审查"), 190, _gap_words, lambda one: (-len(one.gaps), one.form.name)),
        Column(_tr("政策"), 150, lambda one: one.form.name, lambda one: one.form.name),
        Column(
            _tr("匹配依据"), 146, lambda one: one.form.matched_to, lambda one: one.form.matched_to or None
        ),
        Column(
            _tr("金额（万元）"),
            92,
            lambda one: wording.wan(one.form.amount_yuan),
            lambda one: one.form.amount_yuan,
            is_figure=True,
        ),
        Column(
            _tr("已兑付（万元）"),
            102,
            lambda one: wording.wan(one.paid_yuan),
            lambda one: one.paid_yuan,
            is_figure=True,
        ),
        Column(_tr("兑付条件"), 190, lambda one: one.form.condition, lambda one: one.form.condition or None),
        Column(
            _tr("法律依据"), 140, lambda one: one.form.legal_basis, lambda one: one.form.legal_basis or None
        ),
        Column(_tr("公平竞争审查"), 150, _review_words, lambda one: one.form.fair_review.zh),
    )


def _review_words(line: SupportLine) -> str:
    return " ".join(part for part in (line.form.fair_review.zh, line.form.fair_review_no) if part)


@dataclass(frozen=True, slots=True)
class SupportAnswers(SupportForm):
    """A support policy as its dialog asks for it: the usual grounds are ticked, others written."""

    revenue: bool = False
    technology: bool = False
    prospects: bool = False
    other_ground: str = ""


_GROUNDS = {
    SupportGround.REVENUE: "revenue",
    SupportGround.TECHNOLOGY: "technology",
    SupportGround.PROSPECTS: "prospects",
}


def ask_support(
    desk: Desk, project_id: str, line: SupportLine | None, parent: QWidget
) -> RecordDialog[SupportAnswers]:
    """Return the dialog that asks for a support policy, or for what is to change in one."""
    signed = [(one.id, one.title) for one in desk.read(agreements, project_id)]
    name, amount, *others = _asks(desk)
    asks = (
        name,
        *(
            fields.tick(field, _tr("匹配{ground}").format(ground=ground.zh))
            for ground, field in _GROUNDS.items()
        ),
        fields.text("other_ground", _tr("其他匹配依据")),
        amount,
        *others,
        fields.pick("agreement_id", _tr("所属协议"), signed, _tr("不指明")),
    )
    if line is None:
        only = signed[-1][0] if len(signed) == 1 else None
        return RecordDialog(
            _tr("登记扶持政策"),
            desk,
            asks,
            _answers(SupportForm("", agreement_id=only)),
            lambda form: desk.attempt(add_support, project_id, _form(form)),
            parent,
        )
    known = line.id
    return RecordDialog(
        _tr("修改扶持政策"),
        desk,
        asks,
        _answers(line.form),
        lambda form: desk.attempt(edit_support, known, _form(form)),
        parent,
        record=("support_item", known),
        about="\n".join(gap.law for gap in line.gaps),
    )


def _asks(desk: Desk) -> tuple[Field, ...]:
    return (
        fields.text("name", _tr("政策名称")),
        fields.money("amount_yuan", _tr("金额")),
        fields.text("condition", _tr("兑付条件"), lines=2),
        fields.text("legal_basis", _tr("法律依据"), _tr("如 法律、行政法规条款，国务院批准文件")),
        fields.choice("fair_review", _tr("公平竞争审查"), FairReview),
        fields.text("fair_review_no", _tr("审查文号")),
        fields.day("fair_review_on", _tr("审查日期"), desk.workspace.today),
    )


def _in_order(asks: tuple[Field, ...]) -> tuple[Field, ...]:
    """The columns of a pasted table without a head: name and grounds first, as in the list."""
    grounds, name, *others = asks
    return (name, grounds, *others)


def _answers(form: SupportForm) -> SupportAnswers:
    grounds, other = read_grounds(form.matched_to)
    return SupportAnswers(
        **asdict(form),
        revenue=SupportGround.REVENUE in grounds,
        technology=SupportGround.TECHNOLOGY in grounds,
        prospects=SupportGround.PROSPECTS in grounds,
        other_ground=other,
    )


def _form(answers: SupportAnswers) -> SupportForm:
    grounds = [ground for ground, field in _GROUNDS.items() if getattr(answers, field)]
    return replace(answers, matched_to=ground_words(grounds, answers.other_ground))


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
