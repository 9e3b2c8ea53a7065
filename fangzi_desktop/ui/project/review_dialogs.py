"""The dialogs of the 会审论证 tab: a package, an opinion, a conclusion, a condition, a gate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QWidget

from fangzi_desktop.domain.dates import parse_day
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.gates import GateVerdict, Verdict
from fangzi_desktop.domain.stage_terms import OpinionKind, ReviewDecision
from fangzi_desktop.domain.terms import Gate, ProjectStatus
from fangzi_desktop.services.projects import Override, set_gate
from fangzi_desktop.services.review import (
    ConditionForm,
    DecisionForm,
    OpinionForm,
    RoundLine,
    add_condition,
    add_opinion_request,
    change_acceptance,
    change_opinion_request,
    correct_decision,
    decide_round,
    edit_condition,
    meet_condition,
    record_opinion,
    record_opinions,
)
from fangzi_desktop.services.review_departments import accept_package, offered_departments
from fangzi_desktop.services.review_lines import ConditionLine, OpinionLine
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.dialogs.moves import Ask, DayField, ask_override
from fangzi_desktop.ui.project.review_rows import GateRow
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.records.fields import Field

_COLUMNS = 2


class AskPackage(Ask):
    """Asks on which day a package was accepted and which departments are asked, and opens the round."""

    def __init__(self, desk: Desk, project_id: str, status: ProjectStatus, parent: QWidget) -> None:
        super().__init__(_tr("受理论证材料"), parent)
        self.setMinimumWidth(460)
        self._desk = desk
        self._project = project_id
        self.accepted_on = DayField(desk.workspace.today, self)
        self.accepted_on.setAccessibleName(_tr("受理日期"))
        self.form.addRow(_tr("受理日期"), self.accepted_on)
        self.departments: list[QCheckBox] = []
        grid = QGridLayout()
        grid.setVerticalSpacing(6)
        for place, one in enumerate(desk.read(offered_departments, project_id)):
            box = QCheckBox(one.name, self)
            box.setChecked(one.usual)
            self.departments.append(box)
            grid.addWidget(box, place // _COLUMNS, place % _COLUMNS)
        self.form.addRow(_tr("征求意见"), grid)
        self.more = QLineEdit(self)
        self.more.setAccessibleName(_tr("其他部门"))
        self.more.setPlaceholderText(_tr("其他部门，几个之间用顿号隔开"))
        self.form.addRow(_tr("其他部门"), self.more)
        self.keep = QCheckBox(_tr("以后默认征求勾选的这些部门"), self)
        self.form.addRow("", self.keep)
        self.document = QLineEdit(self)
        self.document.setAccessibleName(_tr("复议文号"))
        if status is ProjectStatus.VETOED:
            self.form.addRow(_tr("复议文号"), self.document)
        else:
            self.document.hide()

    def read(self) -> None:
        day = self.accepted_on.day()
        names = self.ticked()
        self._desk.attempt(
            accept_package, self._project, day, names, self.document.text(), keep=self.keep.isChecked()
        )

    def ticked(self) -> tuple[str, ...]:
        """The departments ticked, and those typed besides."""
        listed = [box.text() for box in self.departments if box.isChecked()]
        typed = [name.strip() for name in self.more.text().replace("，", "、").split("、")]
        return tuple(dict.fromkeys(name for name in (*listed, *typed) if name))


@dataclass(frozen=True, slots=True)
class _Acceptance:
    on: date


def ask_acceptance(desk: Desk, line: RoundLine, parent: QWidget) -> RecordDialog[_Acceptance]:
    """Return the dialog that corrects when a package was accepted."""
    asks = (fields.day("on", _tr("受理日期"), desk.workspace.today, needed=True),)
    return RecordDialog(
        _tr("更正受理日期"),
        desk,
        asks,
        _Acceptance(line.accepted_on),
        lambda form: desk.attempt(change_acceptance, line.id, form.on),
        parent,
        about=_tr("论证时限从受理之日的次日起算；已征求的意见时限不变。"),
    )


def ask_opinion(desk: Desk, line: OpinionLine, parent: QWidget) -> RecordDialog[OpinionForm]:
    """Return the dialog that asks what a department says."""
    submitted = line.submitted_on or desk.workspace.today
    form = OpinionForm(line.kind or OpinionKind.AGREE, submitted, line.text, line.conditions)
    return RecordDialog(
        _tr("登记意见：{department}").format(department=line.department),
        desk,
        opinion_fields(desk.workspace.today),
        form,
        lambda given: desk.attempt(record_opinion, line.id, given),
        parent,
        record=("opinion", line.id),
    )


def ask_opinions(desk: Desk, lines: Sequence[OpinionLine], parent: QWidget) -> RecordDialog[OpinionForm]:
    """Return the dialog that asks what several departments say alike."""
    names = "、".join(one.department for one in lines)
    ids = tuple(one.id for one in lines)
    return RecordDialog(
        _tr("成批登记意见"),
        desk,
        opinion_fields(desk.workspace.today),
        OpinionForm(OpinionKind.AGREE, desk.workspace.today),
        lambda given: desk.attempt(record_opinions, ids, given),
        parent,
        about=_tr("{count}个部门意见相同：{names}").format(count=len(lines), names=names),
    )


def opinion_fields(today: date) -> tuple[Field, ...]:
    """The fields of an opinion."""
    return (
        fields.choice("kind", _tr("意见"), OpinionKind, _tr("没有反馈")),
        fields.day("submitted_on", _tr("反馈日期"), today),
        fields.text("text", _tr("意见内容"), lines=4),
        fields.text("conditions", _tr("附加条件"), lines=2),
    )


def pasted_fields(today: date) -> tuple[Field, ...]:
    """The columns of opinions copied from a table."""
    kind, submitted, text, conditions = opinion_fields(today)
    return (fields.text("department", _tr("部门")), kind, text, submitted, conditions)


@dataclass(frozen=True, slots=True)
class _Request:
    department: str
    due: date | None


def ask_request(
    desk: Desk, round_id: str, line: OpinionLine | None, parent: QWidget
) -> RecordDialog[_Request]:
    """Return the dialog that asks one more department, or corrects a request."""
    today = desk.workspace.today
    if line is None:
        asks = (
            fields.text("department", _tr("部门")),
            fields.day("due", _tr("反馈时限"), today, _tr("不填则按规定的工作日计算")),
        )
        return RecordDialog(
            _tr("增加征求部门"),
            desk,
            asks,
            _Request("", None),
            lambda form: desk.attempt(add_opinion_request, round_id, form.department, None, form.due),
            parent,
        )
    known = line.id
    asks = (
        fields.text("department", _tr("部门")),
        fields.day("due", _tr("反馈时限"), today, needed=True),
    )
    return RecordDialog(
        _tr("修改征求部门"),
        desk,
        asks,
        _Request(line.department, line.due),
        lambda form: desk.attempt(change_opinion_request, known, form.department, form.due or today),
        parent,
        record=("opinion", known),
    )


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A conclusion as it is typed; `conditions` are typed one a line."""

    decision: ReviewDecision
    decided_on: date
    minutes_no: str = ""
    chair: str = ""
    text: str = ""
    review_on: date | None = None
    conditions: tuple[ConditionForm, ...] = ()


def ask_decision(desk: Desk, line: RoundLine, parent: QWidget) -> RecordDialog[Conclusion]:
    """Return the dialog that asks for the conclusion of a round, or corrects it."""
    today = desk.workspace.today
    command = decide_round if line.is_open else correct_decision

    def submit(form: Conclusion) -> object:
        given = DecisionForm(
            form.decision,
            form.decided_on,
            form.minutes_no,
            form.chair,
            form.text,
            form.review_on,
            form.conditions,
        )
        try:
            return desk.attempt(command, line.id, given)
        except UserError as error:
            if error.code != "review.gate_failed":
                raise
            return desk.attempt(command, line.id, given, _override(error, parent))

    form = Conclusion(ReviewDecision.PASS, today)
    if line.decision is not None:
        form = Conclusion(
            line.decision, line.decided_on or today, line.minutes_no, line.chair, line.text, line.review_on
        )
    return RecordDialog(
        _tr("登记论证结论") if line.is_open else _tr("更正论证结论"),
        desk,
        _decision_fields(today),
        form,
        submit,
        parent,
        record=None if line.is_open else ("review_round", line.id),
        about=_before_deciding(line),
    )


def _override(error: UserError, parent: QWidget) -> Override:
    failed = error.params["gates"]
    gates = failed if isinstance(failed, tuple) else ()
    override = ask_override(parent, GateVerdict(Verdict.BLOCK, blocked_by=gates))
    if override is None:
        raise error
    return override


def _decision_fields(today: date) -> tuple[Field, ...]:
    return (
        fields.choice("decision", _tr("结论"), ReviewDecision),
        fields.day("decided_on", _tr("结论日期"), today, needed=True),
        fields.text("minutes_no", _tr("会议纪要文号")),
        fields.text("chair", _tr("主持")),
        fields.text("text", _tr("结论意见"), _tr("暂缓、退回补充、否决的，在这里写明理由"), lines=4),
        fields.day("review_on", _tr("复审日期"), today, _tr("只在暂缓时填写")),
        Field(
            "conditions",
            _tr("附加条件"),
            condition_words,
            conditions_reader(today),
            hint=_tr("只在有条件通过时填写，每行一项：条件；责任单位；时限"),
            lines=4,
        ),
    )


def _before_deciding(line: RoundLine) -> str:
    if not line.missing:
        return ""
    words = _tr("还有{count}个部门没有反馈：{names}。没有反馈不等于同意；可以登记结论，请先核对。")
    return words.format(count=len(line.missing), names="、".join(line.missing))


def condition_words(given: Sequence[ConditionForm]) -> str:
    """Word conditions one a line, as they are typed."""
    return "\n".join(
        "；".join((one.text, one.responsible_unit, one.due.isoformat() if one.due else "")).rstrip("；")
        for one in given
    )


def conditions_reader(today: date) -> Callable[[str], tuple[ConditionForm, ...]]:
    """Return what reads conditions, one a line: text, unit and day, parted by ； or copied cells."""

    def read(typed: str) -> tuple[ConditionForm, ...]:
        lines = (line for line in typed.splitlines() if line.strip())
        return tuple(_condition(line, today) for line in lines)

    return read


def _condition(line: str, today: date) -> ConditionForm:
    parts = [part.strip() for part in line.replace("\t", "；").replace(";", "；").split("；")]
    text, unit, due, *rest = (*parts, "", "", "")
    if any(rest):
        raise UserError("review.condition_unreadable", text=line)
    return ConditionForm(text, unit, parse_day(due, today) if due else None)


def ask_condition(
    desk: Desk, round_id: str, line: ConditionLine | None, parent: QWidget
) -> RecordDialog[ConditionForm]:
    """Return the dialog that asks for a condition, or for what is to change in one."""
    asks = (
        fields.text("text", _tr("条件"), lines=3),
        fields.text("responsible_unit", _tr("责任单位")),
        fields.day("due", _tr("落实时限"), desk.workspace.today),
    )
    if line is None:
        return RecordDialog(
            _tr("增加条件"),
            desk,
            asks,
            ConditionForm(""),
            lambda form: desk.attempt(add_condition, round_id, form),
            parent,
        )
    known = line.id
    return RecordDialog(
        _tr("修改条件"),
        desk,
        asks,
        ConditionForm(line.text, line.responsible_unit, line.due),
        lambda form: desk.attempt(edit_condition, known, form),
        parent,
        record=("condition", known),
    )


@dataclass(frozen=True, slots=True)
class _Meeting:
    on: date
    note: str = ""


def ask_met(desk: Desk, line: ConditionLine, parent: QWidget) -> RecordDialog[_Meeting]:
    """Return the dialog that asks when and how a condition was met."""
    asks = (
        fields.day("on", _tr("落实日期"), desk.workspace.today, needed=True),
        fields.text("note", _tr("落实情况"), lines=3),
    )
    return RecordDialog(
        _tr("登记条件落实"),
        desk,
        asks,
        _Meeting(desk.workspace.today, line.note),
        lambda form: desk.attempt(meet_condition, line.id, form.on, form.note),
        parent,
        about=line.text,
    )


@dataclass(frozen=True, slots=True)
class _Verdict:
    passed: bool | None
    note: str


def ask_gate(desk: Desk, project_id: str, row: GateRow, parent: QWidget) -> RecordDialog[_Verdict]:
    """Return the dialog that asks for the verdict on one of the three gates."""
    asks = (
        fields.pick("passed", _tr("结论"), ((True, _tr("通过")), (False, _tr("未通过"))), _tr("未判定")),
        fields.text("note", _tr("理由"), _tr("未通过的须写明理由"), lines=3),
    )
    return RecordDialog(
        row.gate.zh,
        desk,
        asks,
        _Verdict(row.passed, row.note),
        lambda form: desk.attempt(set_gate, project_id, row.gate, form.passed, form.note),
        parent,
        about=_GATE_WORDS[row.gate],
    )


_GATE_WORDS = {
    Gate.CAPACITY: "产能置换、过剩和淘汰目录、“两高”项目。未通过的一票否决。",
    Gate.ENVIRONMENT: "环评类别、排放总量来源、敏感目标、三线一单。未通过的一票否决。",
    Gate.SAFETY: "行业安全风险、危化工艺、消防、职业卫生。未通过的一票否决。",
}


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
