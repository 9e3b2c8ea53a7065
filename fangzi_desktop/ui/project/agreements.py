"""What makes a project of a passed review: its agreements, its company and 立项."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from fangzi_desktop.domain.stage_terms import AgreementKind
from fangzi_desktop.domain.terms import Light
from fangzi_desktop.services.agreements import (
    AgreementForm,
    AgreementLine,
    Formation,
    add_agreement,
    agreement_draft,
    agreements,
    edit_agreement,
    formation,
    remove_agreement,
)
from fangzi_desktop.services.profiles import Profile, edit_profile, profile
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.agreements_payouts import PayoutSection
from fangzi_desktop.ui.project.agreements_support import SupportSection
from fangzi_desktop.ui.project.asking import asked
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.records.section import RecordSection
from fangzi_desktop.ui.sorted_lines import Column


class AgreementsSection(RecordSection[AgreementLine]):
    """A project's agreements. Enter changes one, Delete removes it if nothing hangs on it."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(
            "agreement",
            _tr("协议"),
            _agreement_columns(),
            _tr("还没有登记协议。登记投资协议后，签约日期和履约监管的起始日期一并记下。"),
            parent,
            stretch=6,
            most_rows=5,
        )
        self._desk = desk
        self._project = ""
        self.add_action(_tr("修改"), "edit-agreement", self._ask_edit, on_one=True)
        self.add_action(_tr("删除"), "remove-agreement", self._remove, on_one=True)
        self.add_action(_tr("登记协议"), "add-agreement", self._ask_new, kind="primary")
        self.opened.connect(self._ask_edit)
        self.removed.connect(self._remove)

    def show_project(self, project_id: str) -> None:
        """Read a project's agreements."""
        self._project = project_id
        self.show_lines(self._desk.read(agreements, project_id))

    def _ask_new(self) -> None:
        asked(ask_agreement(self._desk, self._project, None, self))

    def _ask_edit(self) -> None:
        if self.current is not None:
            asked(ask_agreement(self._desk, self._project, self.current, self))

    def _remove(self) -> None:
        if self.current is not None:
            self._desk.do(remove_agreement, self.current.id)


def _agreement_columns() -> tuple[Column[AgreementLine], ...]:
    return (
        Column(_tr("协议"), 230, lambda one: one.form.kind.zh, lambda one: one.form.kind.zh),
        Column(
            _tr("签订日期"),
            124,
            lambda one: wording.full_day(one.form.signed_on),
            lambda one: one.form.signed_on,
        ),
        Column(_tr("编号"), 190, lambda one: one.form.number, lambda one: one.form.number or None),
        Column(
            _tr("政府方"),
            160,
            lambda one: one.form.party_government,
            lambda one: one.form.party_government or None,
        ),
        Column(
            _tr("企业方"),
            170,
            lambda one: one.form.party_enterprise,
            lambda one: one.form.party_enterprise or None,
        ),
        Column(_tr("承诺和政策"), 120, _hanging, lambda one: one.commitments + one.supports),
        Column(
            _tr("备注"),
            140,
            lambda one: one.form.note.replace("\n", " "),
            lambda one: one.form.note or None,
        ),
    )


def _hanging(line: AgreementLine) -> str:
    counts = ((line.commitments, _tr("承诺{count}项")), (line.supports, _tr("政策{count}项")))
    return " ".join(words.format(count=count) for count, words in counts if count)


def ask_agreement(
    desk: Desk, project_id: str, line: AgreementLine | None, parent: QWidget
) -> RecordDialog[AgreementForm]:
    """Return the dialog that asks for an agreement, or for what is to change in one."""
    asks = (
        fields.choice("kind", _tr("协议"), AgreementKind),
        fields.day("signed_on", _tr("签订日期"), desk.workspace.today, needed=True),
        fields.text("number", _tr("协议编号")),
        fields.text("party_government", _tr("政府方")),
        fields.text("party_enterprise", _tr("企业方")),
        fields.text("note", _tr("备注"), lines=2),
    )
    if line is None:
        return RecordDialog(
            _tr("登记协议"),
            desk,
            asks,
            desk.read(agreement_draft, project_id),
            lambda form: desk.attempt(add_agreement, project_id, form),
            parent,
        )
    known = line.id
    return RecordDialog(
        _tr("修改协议"),
        desk,
        asks,
        line.form,
        lambda form: desk.attempt(edit_agreement, known, form),
        parent,
        record=("agreement", known),
    )


class CompanySection(QFrame):
    """The three things that the way out of 生成 asks for, and what is known of each."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._project = ""
        self.setProperty("kind", "card")
        title = QLabel(_tr("项目公司和立项"), self)
        title.setProperty("kind", "card-title")
        self.edit = QPushButton(_tr("修改"), self)
        self.edit.setObjectName("edit-company")
        self.edit.setProperty("kind", "small")
        self.edit.setAccessibleName(_tr("修改项目公司"))
        self.edit.clicked.connect(self._ask_edit)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self.edit)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(2, 1)
        self.marks: list[QLabel] = []
        self.words: list[QLabel] = []
        names = (_tr("投资协议"), _tr("项目公司"), _tr("立项"))
        for row, name in enumerate(names):
            self._add_row(row, name)
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 10, 14, 10)
        box.setSpacing(6)
        box.addLayout(head)
        box.addLayout(self._grid)

    def show_project(self, project_id: str) -> None:
        """Read what is known of a project's company and 立项."""
        self._project = project_id
        known = self._desk.read(formation, project_id)
        there = (known.agreement is not None, known.has_company, known.established is not None)
        for mark, words, is_there, said in zip(
            self.marks, self.words, there, formation_words(known), strict=True
        ):
            light = Light.GREEN if is_there else Light.GREY
            mark.setText(f"{light.sign} {_tr('已具备') if is_there else _tr('未登记')}")
            mark.setProperty("tone", "good" if is_there else "")
            mark.style().unpolish(mark)
            mark.style().polish(mark)
            words.setText(said)

    def take_focus(self) -> None:
        """Give the keyboard to what a person acts on first."""
        self.edit.setFocus()

    def select(self, record_id: str) -> bool:
        """The section shows no records of their own."""
        return False

    def _add_row(self, row: int, name: str) -> None:
        label, mark, words = QLabel(name, self), QLabel("", self), QLabel("", self)
        label.setProperty("kind", "secondary")
        mark.setProperty("kind", "mark")
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for column, widget in enumerate((label, mark, words)):
            self._grid.addWidget(widget, row, column)
        self.marks.append(mark)
        self.words.append(words)

    def _ask_edit(self) -> None:
        asked(ask_company(self._desk, self._project, self))


def formation_words(known: Formation) -> tuple[str, str, str]:
    """Say what is known of agreement, company and 立项, or where it is to be recorded."""
    agreement = (
        _tr("{day}签订").format(day=known.agreement.zh)
        if known.agreement is not None
        else _tr("在上方登记投资协议")
    )
    licensed = (
        _tr("{day}取得营业执照").format(day=wording.full_day(known.licence_on))
        if known.licence_on is not None
        else ""
    )
    company = _joined(known.developer, known.credit_code, licensed)
    established = known.established.zh if known.established is not None else ""
    code = _tr("项目代码{code}").format(code=known.platform_code) if known.platform_code else ""
    return (
        agreement,
        company or _tr("登记项目公司、统一社会信用代码和营业执照日期"),
        _joined(established, known.established_by, code) or _tr("在手续清单中登记备案或核准的办结"),
    )


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def ask_company(desk: Desk, project_id: str, parent: QWidget) -> RecordDialog[Profile]:
    """Return the dialog that asks for a project's company."""
    today = desk.workspace.today
    return RecordDialog(
        _tr("项目公司和立项"),
        desk,
        (
            fields.text("developer", _tr("项目公司")),
            fields.text("credit_code", _tr("统一社会信用代码"), _tr("18位")),
            fields.day("licence_on", _tr("营业执照日期"), today),
            fields.text("platform_code", _tr("项目代码"), _tr("投资项目在线审批监管平台赋码")),
        ),
        desk.read(profile, project_id),
        lambda form: desk.attempt(edit_profile, project_id, form),
        parent,
        record=("profile", project_id),
    )


FormationSection = AgreementsSection | CompanySection | SupportSection | PayoutSection


def formation_sections(desk: Desk, parent: QWidget) -> tuple[FormationSection, ...]:
    """Return the sections of agreements, company, support and payments, in this order.

    Each has `show_project` to read a project, and `select` to make a record the current one.
    """
    return (
        AgreementsSection(desk, parent),
        CompanySection(desk, parent),
        SupportSection(desk, parent),
        PayoutSection(desk, parent),
    )


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
