"""论证会: the meetings, what is before each, what could be, and what is proposed for 剔除."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from fangzi_desktop.domain.stage_terms import IndicatorVerdict, OpinionKind
from fangzi_desktop.domain.terms import Light
from fangzi_desktop.services.meetings import (
    AgendaItem,
    Candidate,
    MeetingForm,
    MeetingLine,
    add_meeting,
    candidates,
    edit_meeting,
    meeting,
    meetings,
    move_on_agenda,
    proposed_meeting,
    put_on_agenda,
    remove_meeting,
    take_off_agenda,
)
from fangzi_desktop.services.printing import Printed, agenda_bytes, materials_bytes, minutes_bytes
from fangzi_desktop.services.removals import RemovalProposal, removal_proposals
from fangzi_desktop.services.workspace import View, Workspace
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.asking import asked
from fangzi_desktop.ui.project.review_rows import decision_light
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.records.section import RecordSection
from fangzi_desktop.ui.sheets.sheet import SheetView
from fangzi_desktop.ui.sorted_lines import Column

_LIST = 330


def _meeting_columns() -> tuple[Column[MeetingLine], ...]:
    return (
        Column(_tr("日期"), 104, lambda one: one.form.held_on.isoformat(), lambda one: one.form.held_on),
        Column(_tr("文号"), 120, lambda one: one.form.minutes_no, lambda one: one.form.minutes_no),
        Column(_tr("结论"), 66, lambda one: f"{one.decided}/{one.projects}", lambda one: one.decided),
    )


def agenda_columns() -> tuple[Column[AgendaItem], ...]:
    """The columns of an agenda."""
    return (
        Column(_tr("结论"), 112, _decision_words, lambda one: _decision_words(one) or None),
        Column(_tr("项目"), 230, lambda one: one.name, lambda one: one.name),
        Column(
            _tr("总投资(万元)"),
            104,
            lambda one: wording.wan(one.investment_yuan),
            lambda one: one.investment_yuan,
            is_figure=True,
        ),
        Column(_tr("用地(亩)"), 80, lambda one: wording.figure(one.area_mu), _area, is_figure=True),
        Column(_tr("指标未达"), 78, _below_words, _below),
        Column(_tr("部门意见"), 150, _opinion_words, lambda one: _opinion_words(one) or None),
        Column(_tr("三关"), 130, _gate_words, lambda one: _gate_words(one)),
    )


def _area(item: AgendaItem) -> object:
    return item.area_mu


def _decision_words(item: AgendaItem) -> str:
    if item.decision is not None:
        return item.decision.zh
    return _tr("待议") if item.round is not None else _tr("无待论证轮次")


def _below(item: AgendaItem) -> int:
    return sum(one.verdict is IndicatorVerdict.BELOW for one in item.indicators)


def _below_words(item: AgendaItem) -> str:
    below = _below(item)
    return _tr("{count}项").format(count=below) if below else ""


def _opinion_words(item: AgendaItem) -> str:
    if item.round is None or not item.round.opinions:
        return ""
    total, missing = len(item.round.opinions), len(item.round.missing)
    words = f"{total - missing}/{total}"
    against = sum(one.kind is OpinionKind.DISAGREE for one in item.round.opinions)
    return words + (_tr(" 不同意{count}").format(count=against) if against else "")


def _gate_words(item: AgendaItem) -> str:
    failed = [one.gate.zh for one in item.gates if one.passed is False]
    if failed:
        return _tr("{gates}未通过").format(gates="、".join(failed))
    open_ones = sum(one.passed is None for one in item.gates)
    return _tr("{count}关未评").format(count=open_ones) if open_ones else _tr("通过")


def _agenda_light(item: AgendaItem) -> Light:
    return decision_light(item.decision)


def _round_words(candidate: Candidate) -> str:
    return _tr("第{number}轮").format(number=candidate.round_no)


def _candidate_columns() -> tuple[Column[Candidate], ...]:
    return (
        Column(_tr("项目"), 300, lambda one: one.name, lambda one: one.name),
        Column(
            _tr("轮次"), 70, lambda one: _tr("第{no}轮").format(no=one.round_no), lambda one: one.round_no
        ),
        Column(_tr("受理"), 130, lambda one: wording.full_day(one.accepted_on), lambda one: one.accepted_on),
        Column(
            _tr("总投资(万元)"),
            110,
            lambda one: wording.wan(one.investment_yuan),
            lambda one: one.investment_yuan,
            is_figure=True,
        ),
        Column(
            _tr("部门意见"), 90, lambda one: f"{one.opinions_in}/{one.opinions}", lambda one: one.opinions_in
        ),
    )


def _removal_columns() -> tuple[Column[RemovalProposal], ...]:
    return (
        Column(_tr("项目"), 300, lambda one: one.project, lambda one: one.project),
        Column(_tr("环节"), 90, lambda one: one.stage.zh, lambda one: one.stage.zh),
        Column(_tr("最后记录"), 130, lambda one: wording.full_day(one.since), lambda one: one.since),
        Column(
            _tr("已停滞"),
            110,
            lambda one: _tr("{days}个自然日").format(days=one.calendar_days),
            lambda one: one.calendar_days,
        ),
        Column(_tr("属地"), 130, lambda one: one.responsible_unit, lambda one: one.responsible_unit or None),
    )


class MeetingsSheet(SheetView):
    """The meetings on the left, the current one's agenda on the right."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.list: RecordSection[MeetingLine] = RecordSection(
            "meeting",
            _tr("会议"),
            _meeting_columns(),
            _tr("还没有论证会。点“召开会议”，再把受理了材料的项目列入议程。"),
            self,
            stretch=1,
            most_rows=16,
        )
        self.agenda: RecordSection[AgendaItem] = RecordSection(
            "agenda",
            _tr("议程"),
            agenda_columns(),
            _tr("议程上还没有项目。在下面选择项目列入议程。"),
            self,
            light=_agenda_light,
            stretch=1,
        )
        self.waiting: RecordSection[Candidate] = RecordSection(
            "candidate",
            _tr("可上会的项目"),
            _candidate_columns(),
            _tr("没有待上会的项目。项目受理论证材料后出现在这里。"),
            self,
            most_rows=6,
        )
        self.removals: RecordSection[RemovalProposal] = RecordSection(
            "removal",
            _tr("长期无进展（剔除建议，须会议决定）"),
            _removal_columns(),
            _tr("没有长期无进展的项目。"),
            self,
            most_rows=5,
        )
        self._papers = self._make_papers()
        self._add_actions()
        self._build()
        self.list.chosen.connect(self._show_current)
        self.list.opened.connect(self._ask_edit)
        self.agenda.opened.connect(self._open_item)
        self.waiting.opened.connect(self._put)
        self.removals.opened.connect(self._open_removal)

    def refresh(self) -> None:
        self.list.show_lines(self._desk.read(meetings))
        self.waiting.show_lines(self._desk.read(candidates))
        self.removals.show_lines(self._desk.read(removal_proposals))
        self._show_current()

    def search(self, text: str) -> None:
        self.waiting.model.search(text)
        self.agenda.model.search(text)

    def take_focus(self) -> None:
        (self.list.table if self.list.model.lines else self._new).setFocus()

    def _add_actions(self) -> None:
        self._new = self.list.add_action(_tr("召开会议"), "add-meeting", self._ask_new, kind="primary")
        add = self.agenda.add_action
        add(_tr("上移"), "agenda-up", partial(self._move, -1), on_one=True)
        add(_tr("下移"), "agenda-down", partial(self._move, 1), on_one=True)
        add(_tr("移出"), "agenda-off", self._take_off, needs=lambda one: one.decision is None)
        add(_tr("打开项目"), "agenda-open", self._open_item, on_one=True)
        self.waiting.add_action(_tr("列入议程"), "put-on-agenda", self._put, on_one=True)
        self.removals.add_action(_tr("提请剔除"), "propose-removal", self._open_removal, on_one=True)

    def _make_papers(self) -> QWidget:
        row = QWidget(self)
        box = QHBoxLayout(row)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        self.title = QLabel("", row)
        self.title.setProperty("kind", "panel-title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        box.addWidget(self.title, 1)
        for name, words, slot, kind in (
            ("edit-meeting", _tr("修改"), self._ask_edit, "small"),
            ("remove-meeting", _tr("取消会议"), self._remove, "small"),
            ("print-agenda", _tr("议程"), partial(self._print, _tr("会议议程"), agenda_bytes), "small"),
            (
                "print-materials",
                _tr("论证材料"),
                partial(self._print, _tr("论证材料"), materials_bytes),
                "small",
            ),
            ("print-minutes", _tr("纪要稿"), partial(self._print, _tr("会议纪要稿"), minutes_bytes), "small"),
            ("meeting-mode", _tr("会议模式 F11"), self._hold, "primary"),
        ):
            button = QPushButton(words, row)
            button.setObjectName(name)
            button.setProperty("kind", kind)
            button.clicked.connect(slot)
            box.addWidget(button)
            if name == "meeting-mode":
                button.setShortcut("F11")
        return row

    def _build(self) -> None:
        left = QWidget(self)
        left.setFixedWidth(_LIST)
        box = QVBoxLayout(left)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.list)
        box.addStretch()
        inner = QWidget(self)
        right = QVBoxLayout(inner)
        right.setContentsMargins(0, 0, 6, 0)
        right.setSpacing(10)
        for widget in (self._papers, self.agenda, self.waiting, self.removals):
            right.addWidget(widget)
        right.addStretch()
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        both = QHBoxLayout(self)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(12)
        both.addWidget(left)
        both.addWidget(scroll, 1)

    def _show_current(self) -> None:
        line = self.list.current
        for widget in (self._papers, self.agenda):
            widget.setVisible(line is not None)
        if line is not None:
            form = line.form
            words = (form.name, wording.full_day(form.held_on), form.place)
            self.title.setText("　".join(word for word in words if word))
            self.agenda.show_lines(self._desk.read(meeting, line.id).agenda)

    def _ask_new(self) -> None:
        self._ask(
            _tr("召开会议"),
            self._desk.read(proposed_meeting),
            lambda form: self._desk.attempt(add_meeting, form),
            None,
        )

    def _ask_edit(self) -> None:
        line = self.list.current
        if line is not None:
            known = line.id
            self._ask(
                _tr("修改会议"),
                line.form,
                lambda form: self._desk.attempt(edit_meeting, known, form),
                ("meeting", known),
            )

    def _ask(
        self,
        title: str,
        form: MeetingForm,
        submit: Callable[[MeetingForm], object],
        record: tuple[str, str] | None,
    ) -> None:
        asks = (
            fields.text("name", _tr("会议名称")),
            fields.day("held_on", _tr("会议日期"), self._desk.workspace.today, needed=True),
            fields.text("minutes_no", _tr("纪要文号"), _tr("可先写预定的文号，以后改了会一并更正")),
            fields.text("place", _tr("地点")),
            fields.text("chair", _tr("主持"), _tr("写职务")),
            fields.text("note", _tr("备注"), lines=2),
        )
        asked(RecordDialog(title, self._desk, asks, form, submit, self, record=record))
        self.take_focus()

    def _remove(self) -> None:
        line = self.list.current
        if line is not None:
            self._desk.do(remove_meeting, line.id)

    def _put(self) -> None:
        line, candidate = self.list.current, self.waiting.current
        if line is not None and candidate is not None:
            self._desk.do(put_on_agenda, line.id, (candidate.id,))
        elif candidate is not None:
            self.said.emit(_tr("请先召开会议，再把项目列入议程。"))

    def _take_off(self) -> None:
        line, item = self.list.current, self.agenda.current
        if line is not None and item is not None:
            self._desk.do(take_off_agenda, line.id, item.id)

    def _move(self, by: int) -> None:
        line, item = self.list.current, self.agenda.current
        if line is not None and item is not None:
            self._desk.do(move_on_agenda, line.id, item.id, by)

    def _open_item(self) -> None:
        item = self.agenda.current
        if item is not None:
            self.open_requested.emit(item.id, "review", "")

    def _open_removal(self) -> None:
        proposal = self.removals.current
        if proposal is not None:
            self.open_requested.emit(proposal.id, "overview", "")

    def _hold(self) -> None:
        from fangzi_desktop.ui.meeting.mode import hold_meeting

        line = self.list.current
        if line is not None:
            hold_meeting(self._desk, line.id, self)

    def _printer(self, title: str, make: Callable[[View, str], Printed]) -> Callable[[], None]:
        return partial(self._print, title, make)

    def _print(self, title: str, make: Callable[[View, str], Printed]) -> None:
        from fangzi_desktop.ui.reports.paper import show_paper

        line = self.list.current
        if line is not None:
            show_paper(self._desk, title, partial(_made, make, line.id), self)


def _made(make: Callable[[View, str], Printed], meeting_id: str, workspace: Workspace) -> Printed:
    return workspace.read(make, meeting_id)


def _tr(words: str) -> str:
    return QCoreApplication.translate("sheets", words)
