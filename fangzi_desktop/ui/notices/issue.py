"""出具: the dialog that draws up a 提醒函 or 督办单 about a clock, shows how it will print and issues it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QWidget

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import NoticeKind, Role
from fangzi_desktop.services.notices import (
    NoticeForm,
    ProposedNotice,
    draft_paper,
    issue_notice,
    notice_title,
    proposed_notice,
)
from fangzi_desktop.services.printing import Printed, draft_notice_bytes, notice_bytes, notices_bytes
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.messages import sentence
from fangzi_desktop.ui.project.asking import asked
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.records.editors import show_value, words_of

_DEMAND_LINES = 6
# What is proposed anew for the other kind of paper, unless a person has changed it.
_FOLLOWS_KIND = ("role", "number", "reply_by", "demand")


def issue_notice_for(desk: Desk, clock_id: str, parent: QWidget) -> str | None:
    """Let a person issue a notice about a clock, show its paper and return its id.

    None if the person thinks better of it, or if the clock admits none, which `desk.refused` has then told.
    """
    issued = _ask_and_issue(desk, clock_id, parent)
    if issued is not None:
        show_notice(desk, issued, parent)
    return issued


def issue_notices_for(desk: Desk, clock_ids: Sequence[str], parent: QWidget) -> list[str]:
    """Let a person issue one notice after another until one is put aside; show the papers of all together.

    Returns the ids of those that were issued.
    """
    from fangzi_desktop.ui.reports.paper import show_paper

    issued: list[str] = []
    for clock_id in clock_ids:
        made = _ask_and_issue(desk, clock_id, parent)
        if made is None:
            break
        issued.append(made)
    if len(issued) == 1:
        show_notice(desk, issued[0], parent)
    elif issued:
        title = _tr("催办文书{count}份").format(count=len(issued))
        show_paper(desk, title, partial(_all_issued, tuple(issued)), parent)
    return issued


def show_notice(desk: Desk, notice_id: str, parent: QWidget) -> None:
    """Show an issued notice as it prints, to print and to save."""
    # What shows and prints papers is not needed before the first one.
    from fangzi_desktop.ui.reports.paper import show_paper

    show_paper(desk, desk.read(notice_title, notice_id), partial(_issued, notice_id), parent)


def _ask_and_issue(desk: Desk, clock_id: str, parent: QWidget) -> str | None:
    try:
        proposed = desk.read(proposed_notice, clock_id)
    except UserError as error:
        desk.refused.emit(error)
        return None
    dialog = IssueDialog(desk, proposed, parent)
    return dialog.issued if asked(dialog) else None


class IssueDialog(RecordDialog[NoticeForm]):
    """Asks for what a notice says. Esc asks before something typed is lost."""

    def __init__(self, desk: Desk, proposed: ProposedNotice, parent: QWidget) -> None:
        today = desk.workspace.today
        rungs = [(role, role.zh) for role in (Role.CHIEF, Role.LEADER)]
        asks = (
            fields.choice("kind", _tr("文种"), NoticeKind),
            fields.pick("role", _tr("签发人"), rungs),
            fields.text("addressee", _tr("主送单位")),
            fields.count("number", _tr("编号"), _tr("号")),
            fields.day("issued_on", _tr("签发日期"), today, needed=True),
            fields.day("reply_by", _tr("回复期限"), today),
            fields.text("demand", _tr("办理要求"), lines=_DEMAND_LINES),
        )
        super().__init__(
            _tr("出具催办文书"), desk, asks, proposed.form, self._issue, parent, about=_about(proposed)
        )
        self.setObjectName("issue-notice")
        self.setMinimumWidth(600)
        self.issued: str | None = None
        self._proposed = proposed
        self._shown = proposed.form
        buttons = self.findChild(QDialogButtonBox)
        if buttons is not None:
            for button in buttons.buttons():
                if buttons.buttonRole(button) is QDialogButtonBox.ButtonRole.AcceptRole:
                    button.setText(_tr("出具"))
            preview = buttons.addButton(_tr("预览"), QDialogButtonBox.ButtonRole.ActionRole)
            preview.setObjectName("preview-notice")
            preview.setAutoDefault(False)
            preview.clicked.connect(self.preview)
        kind = self.editors["kind"]
        if isinstance(kind, QComboBox):
            kind.currentIndexChanged.connect(self._propose_again)

    def preview(self) -> None:
        """Show the paper as it would be issued; nothing is recorded."""
        from fangzi_desktop.ui.reports.paper import show_paper

        try:
            form = self.typed_form()
            paper = self._desk.read(draft_paper, self._proposed.clock_id, form)
        except UserError as error:
            self._problem.setText(sentence(error))
            self._problem.show()
            return
        self._problem.hide()
        title = _tr("{kind} {number}（预览）").format(kind=paper.kind.zh, number=paper.document_no)
        show_paper(self._desk, title, partial(_drafted, self._proposed.clock_id, form), self)

    def _issue(self, form: NoticeForm) -> None:
        self.issued = self._desk.attempt(issue_notice, self._proposed.clock_id, form).value

    def _propose_again(self) -> None:
        """Fill in what the other kind of paper asks for, but leave what a person has changed."""
        kind = self._fields[0].read(words_of(self.editors["kind"]))
        form = self._desk.read(proposed_notice, self._proposed.clock_id, kind).form
        for field in self._fields:
            editor = self.editors[field.name]
            if field.name in _FOLLOWS_KIND and words_of(editor) == field.show(
                getattr(self._shown, field.name)
            ):
                show_value(field, editor, getattr(form, field.name))
        self._shown = form


def _about(proposed: ProposedNotice) -> str:
    first = _tr("{project}：{label}").format(project=proposed.project, label=proposed.label)
    climbed = (
        _tr("按提醒规则应报{role}").format(role=proposed.reached.zh)
        if proposed.reached is not Role.OFFICER
        else _tr("按提醒规则还不用上报")
    )
    second = _tr("{due}到期，{late}，{climbed}。").format(
        due=wording.full_day(proposed.due), late=proposed.standing, climbed=climbed
    )
    return "\n".join((first, second, f"{proposed.basis}{proposed.effects}"))


def _issued(notice_id: str, workspace: Workspace) -> Printed:
    return workspace.read(notice_bytes, notice_id)


def _all_issued(notice_ids: tuple[str, ...], workspace: Workspace) -> Printed:
    return workspace.read(notices_bytes, notice_ids)


def _drafted(clock_id: str, form: NoticeForm, workspace: Workspace) -> Printed:
    return workspace.read(draft_notice_bytes, clock_id, form)


def _tr(words: str) -> str:
    return QCoreApplication.translate("notices", words)
