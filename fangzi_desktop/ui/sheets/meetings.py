"""论证会: the meetings with their agendas, what waits for one, and what is proposed for 剔除."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMessageBox, QScrollArea, QVBoxLayout, QWidget

from fangzi_desktop.domain.terms import ProjectStatus
from fangzi_desktop.services.dossier import dossier
from fangzi_desktop.services.meetings import (
    AgendaPage,
    Candidate,
    MeetingForm,
    MeetingLine,
    add_meeting,
    candidates,
    edit_meeting,
    meeting,
    meetings,
    move_on_agenda,
    number_minutes,
    proposed_number,
    put_on_agenda,
    remove_meeting,
    take_off_agenda,
)
from fangzi_desktop.services.printing import Printed, agenda_bytes, materials_bytes, minutes_bytes
from fangzi_desktop.services.removals import RemovalProposal, removal_proposals
from fangzi_desktop.services.review_figures import review_figures
from fangzi_desktop.services.workspace import View, Workspace
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.meeting.window import MeetingWindow
from fangzi_desktop.ui.project.status_dialog import AskStatus
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.records.section import RecordSection
from fangzi_desktop.ui.sheets import meeting_rows as cells
from fangzi_desktop.ui.sheets.review import figures_words
from fangzi_desktop.ui.sheets.sheet import SheetView


class MeetingsSheet(SheetView):
    """The meetings to the left; to the right the agenda of the current one and what may come onto it."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.window_shown: MeetingWindow | None = None
        self.list: RecordSection[MeetingLine] = RecordSection(
            "meetings",
            _tr("论证会议"),
            cells.meeting_columns(),
            _tr("还没有论证会议。按“新会议”登记一次。"),
            self,
            stretch=1,
            most_rows=14,
        )
        self.agenda: RecordSection[AgendaPage] = RecordSection(
            "agenda",
            _tr("议程"),
            cells.agenda_columns(),
            _tr("议程上还没有项目。从下面的待上会项目中加入。"),
            self,
            light=cells.agenda_light,
            stretch=1,
            most_rows=9,
        )
        self.waiting: RecordSection[Candidate] = RecordSection(
            "candidates",
            _tr("待上会项目"),
            cells.candidate_columns(),
            _tr("没有待上会的项目。在项目的“会审论证”页受理论证材料后，会列在这里。"),
            self,
            most_rows=6,
        )
        self.idle: RecordSection[RemovalProposal] = RecordSection(
            "proposals",
            _tr("长期无进展（剔除建议）"),
            cells.proposal_columns(),
            _tr("没有超过期限无进展的项目。"),
            self,
            most_rows=5,
        )
        self.figures = QLabel("", self)
        self.figures.setProperty("kind", "secondary")
        self.figures.setWordWrap(True)
        self._add_actions()
        self._build()
        self.list.chosen.connect(self._show_agenda)
        self.list.opened.connect(self._edit)
        self.list.removed.connect(self._remove)
        self.agenda.opened.connect(self._open_project)
        self.agenda.removed.connect(self._take_off)
        self.waiting.opened.connect(self._put_on)
        self.idle.opened.connect(self._propose_removal)

    def refresh(self) -> None:
        self.list.show_lines(self._desk.read(meetings))
        self.waiting.show_lines(self._desk.read(candidates))
        self.idle.show_lines(self._desk.read(removal_proposals), _tr("只是建议，剔除须经会议决定。"))
        self.figures.setText(figures_words(self._desk.read(review_figures)))
        self._show_agenda()

    def search(self, text: str) -> None:
        for section in (self.agenda, self.waiting, self.idle):
            section.model.search(text)

    def select(self, project_id: str) -> None:
        line = next((one for one in self.agenda.model.lines if one.project_id == project_id), None)
        if line is None or not self.agenda.select(line.id):
            self.waiting.select(project_id)

    def take_focus(self) -> None:
        self.list.take_focus()

    def start_meeting(self) -> None:
        """Open the meeting mode over the whole screen, at the current project of the agenda."""
        line = self.list.current
        if line is None:
            return
        current = self.agenda.current
        window = MeetingWindow(self._desk, line.id, self)
        self.window_shown = window
        window.begin(current.project_id if current is not None and current.decision is None else "")

    # Making.

    def _add_actions(self) -> None:
        self.list.add_action(_tr("新会议"), "meeting-add", self._add)
        self.agenda.add_action(_tr("会议模式"), "meeting-mode", self.start_meeting, kind="primary")
        self.agenda.add_action(_tr("上移"), "agenda-up", partial(self._move, -1), on_one=True)
        self.agenda.add_action(_tr("下移"), "agenda-down", partial(self._move, 1), on_one=True)
        self.agenda.add_action(_tr("移出"), "agenda-off", self._take_off, needs=_is_undecided)
        for words, name, make in (
            (_tr("会议议程"), "print-agenda", agenda_bytes),
            (_tr("论证材料"), "print-materials", materials_bytes),
            (_tr("会议纪要稿"), "print-minutes", minutes_bytes),
        ):
            self.agenda.add_action(words, name, partial(self._print, words, make))
        self.waiting.add_action(_tr("加入议程"), "agenda-put", self._put_on, on_one=True)
        self.idle.add_action(_tr("提请剔除"), "propose-removal", self._propose_removal, on_one=True)

    def _build(self) -> None:
        self.about = QLabel("", self)
        self.about.setProperty("kind", "secondary")
        self.about.setWordWrap(True)
        self.agenda.add_below(self.about)
        left = QWidget(self)
        left.setFixedWidth(330)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.list)
        column.addWidget(self.figures)
        column.addStretch()
        inner = QWidget(self)
        right = QVBoxLayout(inner)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(10)
        for section in (self.agenda, self.waiting, self.idle):
            right.addWidget(section)
        right.addStretch()
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(left, 0, Qt.AlignmentFlag.AlignTop)
        box.addWidget(area, 1)
        self.list.add_action(_tr("修改"), "meeting-edit", self._edit, on_one=True)
        self.list.add_action(_tr("文号"), "meeting-number", self._number, on_one=True)

    def _show_agenda(self) -> None:
        line = self.list.current
        read = self._desk.read(meeting, line.id) if line is not None else None
        self.agenda.setVisible(read is not None)
        if read is None:
            return
        found = read.line
        self.agenda.title.setText(found.name)
        self.agenda.show_lines(read.agenda)
        parts = (
            _tr("纪要文号：{number}").format(number=found.minutes_no or _tr("未定")),
            _tr("地点：{place}").format(place=found.place) if found.place else "",
            _tr("主持：{chair}").format(chair=found.chair) if found.chair else "",
            found.note,
        )
        self.about.setText("　".join(part for part in parts if part))

    # Acting.

    def _add(self) -> None:
        today = self._desk.workspace.today
        count = sum(one.held_on.year == today.year for one in self._desk.read(meetings)) + 1
        name = _tr("{year}年第{count}次项目论证会议").format(year=today.year, count=count)
        form = MeetingForm(name, today, self._desk.read(proposed_number, today))
        self._ask(_tr("新会议"), form, lambda typed: self._desk.attempt(add_meeting, typed), None)

    def _edit(self) -> None:
        line = self.list.current
        if line is not None:
            form = MeetingForm(line.name, line.held_on, line.minutes_no, line.place, line.chair, line.note)

            def submit(typed: MeetingForm) -> object:
                return self._desk.attempt(edit_meeting, line.id, typed)

            self._ask(_tr("修改会议"), form, submit, ("meeting", line.id))

    def _ask(
        self,
        title: str,
        form: MeetingForm,
        submit: Callable[[MeetingForm], object],
        record: tuple[str, str] | None,
    ) -> None:
        shown = (
            fields.text("name", _tr("会议名称")),
            fields.day("held_on", _tr("会议日期"), self._desk.workspace.today, needed=True),
            fields.text("minutes_no", _tr("纪要文号"), _tr("预定的文号，正式印发后可改")),
            fields.text("place", _tr("地点")),
            fields.text("chair", _tr("主持")),
            fields.text("note", _tr("备注"), lines=3),
        )
        about = _tr("会上登记的结论先用预定的纪要文号；正式文号印发后用“文号”一次改过来。")
        dialog = RecordDialog(title, self._desk, shown, form, submit, self, record=record, about=about)
        dialog.exec()
        dialog.deleteLater()

    def _number(self) -> None:
        line = self.list.current
        if line is None:
            return
        form = MeetingForm(line.name, line.held_on, line.minutes_no)

        def submit(typed: MeetingForm) -> object:
            return self._desk.attempt(number_minutes, line.id, typed.minutes_no)

        about = _tr("文号写入这次会议和会上作出的全部结论（{count}项）。").format(count=line.decided)
        shown = (fields.text("minutes_no", _tr("纪要文号")),)
        dialog = RecordDialog(_tr("登记纪要文号"), self._desk, shown, form, submit, self, about=about)
        dialog.exec()
        dialog.deleteLater()

    def _remove(self) -> None:
        line = self.list.current
        if line is None:
            return
        words = _tr("删除“{name}”？议程上的项目会回到待上会项目中。").format(name=line.name)
        if QMessageBox.question(self, _tr("删除会议"), words) == QMessageBox.StandardButton.Yes:
            self._desk.do(remove_meeting, line.id)

    def _move(self, by: int) -> None:
        line = self.agenda.current
        if line is not None:
            self._desk.do(move_on_agenda, line.id, by)

    def _take_off(self) -> None:
        line = self.agenda.current
        if line is not None:
            self._desk.do(take_off_agenda, line.id)

    def _put_on(self) -> None:
        line, held = self.waiting.current, self.list.current
        if line is not None and held is not None:
            self._desk.do(put_on_agenda, held.id, [line.id])

    def _open_project(self) -> None:
        line = self.agenda.current
        if line is not None:
            self.open_requested.emit(line.project_id, "review", line.own.id if line.own is not None else "")

    def _propose_removal(self) -> None:
        line = self.idle.current
        if line is None:
            return
        dialog = AskStatus(self._desk, self._desk.read(dossier, line.id), self)
        dialog.status.setCurrentIndex(max(0, dialog.status.findData(ProjectStatus.REMOVED)))
        dialog.exec()
        dialog.deleteLater()

    def _print(self, words: str, make: Callable[[View, str], Printed]) -> None:
        # What shows and prints papers is not needed before the first one.
        from fangzi_desktop.ui.reports.paper import show_paper

        line = self.list.current
        if line is not None:
            show_paper(self._desk, f"{line.name}{words}", partial(_made, make, line.id), self)


def _made(make: Callable[[View, str], Printed], meeting_id: str, workspace: Workspace) -> Printed:
    return workspace.read(make, meeting_id)


def _is_undecided(line: AgendaPage) -> bool:
    return line.decision is None


def _tr(words: str) -> str:
    return QCoreApplication.translate("sheets", words)
