"""建设节点: planned and reached, and by how many days they differ."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.stage_terms import NodeKind
from fangzi_desktop.domain.terms import Light
from fangzi_desktop.services.construction import NodeForm, NodeLine, nodes, remove_node, set_node
from fangzi_desktop.services.parts import part_names
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.asking import asked
from fangzi_desktop.ui.project.construction_bars import NodeAxis
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.records.fields import Field
from fangzi_desktop.ui.records.section import RecordSection
from fangzi_desktop.ui.sorted_lines import Column


@dataclass(frozen=True, slots=True)
class _AskedNode:
    kind: NodeKind | None = None
    part_id: str | None = None
    planned_on: date | None = None
    actual: PartialDate | None = None
    note: str = ""


_AXIS = 5


class NodesSection(RecordSection[NodeLine]):
    """The nodes of the whole project, always all of them, and those of its parts."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(
            "node",
            _tr("建设节点"),
            node_columns(),
            "",
            parent,
            light=_shown_light,
            stretch=_AXIS,
            most_rows=12,
        )
        self._desk = desk
        self._project = ""
        self._axis = NodeAxis(desk.workspace.today, self.table)
        self.table.setItemDelegateForColumn(_AXIS, self._axis)
        self.add_action(_tr("填写"), "set-node", self._ask, on_one=True)
        self.add_action(_tr("清除"), "remove-node", self._remove, needs=lambda one: one.node_id is not None)
        self._of_part = self.add_action(_tr("填写分部节点"), "set-part-node", self._ask_part)
        self.opened.connect(self._ask)
        self.removed.connect(self._remove)

    def show_project(self, project_id: str) -> None:
        """Show a project's nodes."""
        self._project = project_id
        lines = self._desk.read(nodes, project_id)
        self._axis.show_lines(lines, self._desk.workspace.today)
        reached = sum(one.actual is not None for one in lines)
        self.show_lines(lines, _tr("已完成{done}个，共{all}个").format(done=reached, all=len(lines)))
        self._of_part.setVisible(bool(self._desk.read(part_names, project_id)))

    def _ask(self) -> None:
        current = self.current
        if current is not None:
            asked(ask_node(self._desk, self._project, current, self))
            self.table.setFocus()

    def _ask_part(self) -> None:
        asked(ask_part_node(self._desk, self._project, self))
        self.table.setFocus()

    def _remove(self) -> None:
        current = self.current
        if current is not None and current.node_id is not None:
            self._desk.do(remove_node, current.node_id)


def node_columns() -> tuple[Column[NodeLine], ...]:
    """The columns of a list of nodes."""
    return (
        Column(_tr("节点"), 150, lambda one: one.kind.zh, lambda one: list(NodeKind).index(one.kind)),
        Column(_tr("部分"), 130, lambda one: one.part or _tr("整个项目"), lambda one: one.part),
        Column(_tr("计划"), 140, lambda one: wording.full_day(one.planned_on), lambda one: one.planned_on),
        Column(_tr("实际"), 140, lambda one: one.actual.zh if one.actual else "", lambda one: one.actual),
        Column(_tr("与计划相比"), 150, deviation_words, lambda one: one.days_late),
        Column(_tr("○ 计划  ● 实际  ┆ 今天"), 240, lambda one: "", lambda one: one.planned_on),
        Column(_tr("说明"), 180, lambda one: one.note.replace("\n", " "), lambda one: one.note or None),
    )


def _shown_light(line: NodeLine) -> Light:
    """Green is for what has been reached; what lies ahead in good time shows no colour yet."""
    return Light.GREY if line.actual is None and line.light is Light.GREEN else line.light


def deviation_words(line: NodeLine) -> str:
    """How a node stands to its plan: 提前3自然日, 滞后3自然日, 逾期3自然日."""
    if line.days_late is None:
        return ""
    if line.actual is None:
        return _tr("已逾期{days}自然日").format(days=line.days_late)
    if line.days_late == 0:
        return _tr("如期")
    words = _tr("滞后{days}自然日") if line.days_late > 0 else _tr("提前{days}自然日")
    return words.format(days=abs(line.days_late))


def ask_node(desk: Desk, project_id: str, line: NodeLine, parent: QWidget) -> RecordDialog[NodeForm]:
    """Return the dialog that asks when a node is planned and when it was reached."""
    name = f"{line.kind.zh}（{line.part}）" if line.part else line.kind.zh
    return RecordDialog(
        _tr("建设节点：{name}").format(name=name),
        desk,
        _days(desk.workspace.today),
        NodeForm(line.planned_on, line.actual, line.note),
        lambda form: desk.attempt(set_node, project_id, line.kind, line.part_id, form),
        parent,
        record=("node", line.node_id) if line.node_id is not None else None,
    )


def ask_part_node(desk: Desk, project_id: str, parent: QWidget) -> RecordDialog[_AskedNode]:
    """Return the dialog that asks for a node of one of the project's parts."""
    parts = tuple(desk.read(part_names, project_id).items())

    def submit(asked_for: _AskedNode) -> object:
        kind = asked_for.kind or NodeKind.ENTRY
        form = NodeForm(asked_for.planned_on, asked_for.actual, asked_for.note)
        return desk.attempt(set_node, project_id, kind, asked_for.part_id, form)

    asks = (
        fields.pick("part_id", _tr("部分"), parts),
        fields.choice("kind", _tr("节点"), NodeKind),
        *_days(desk.workspace.today),
    )
    first = replace(_AskedNode(), part_id=parts[0][0] if parts else None, kind=NodeKind.ENTRY)
    return RecordDialog(_tr("分部节点"), desk, asks, first, submit, parent)


def _days(today: date) -> tuple[Field, ...]:
    return (
        fields.day("planned_on", _tr("计划日期"), today),
        fields.when("actual", _tr("实际日期"), today),
        fields.text("note", _tr("说明")),
    )


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
