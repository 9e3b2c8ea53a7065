"""概况: what is known of a project, changed where it stands and saved in one act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.ledger_heads import LedgerField
from fangzi_desktop.domain.terms import Gate, Milestone, Route
from fangzi_desktop.services.dossier import Dossier, milestone_record
from fangzi_desktop.services.dossier import dossier as dossier_of
from fangzi_desktop.services.profiles import Profile
from fangzi_desktop.services.projects import revise_project, set_gate
from fangzi_desktop.ui import theme, wording
from fangzi_desktop.ui.choice import Choice
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.dialogs.moves import ask_gate_reason
from fangzi_desktop.ui.dialogs.unsaved import Unsaved, ask_unsaved
from fangzi_desktop.ui.field.section import VisitSection
from fangzi_desktop.ui.messages import sentence
from fangzi_desktop.ui.project.elapsed import ElapsedSection
from fangzi_desktop.ui.project.form import (
    date_field,
    form_fields,
    profile_groups,
    route_field,
)
from fangzi_desktop.ui.project.lead_records import EvidenceSection
from fangzi_desktop.ui.project.missing import MissingCard
from fangzi_desktop.ui.project.overview_words import clock_words, hint, status_words, way_words
from fangzi_desktop.ui.project.status_dialog import AskStatus
from fangzi_desktop.ui.project.tab import Tab
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.editors import (
    Editor,
    changed_signal,
    editor_of,
    show_value,
    value_of,
    words_of,
)
from fangzi_desktop.ui.records.fields import Field, read_when, show_when
from fangzi_desktop.ui.records.history_menu import show_history

T = TypeVar("T")

_LABEL = 60
# The least width, in pixels, at which the three columns stand beside one another.
_THREE_COLUMNS = 1120


class OverviewTab(Tab):
    """What is known of a project. Nothing typed is lost: leaving with changes asks first."""

    dirty_changed = Signal(bool)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._dossier: Dossier | None = None
        self._sought: QWidget | None = None
        self._fields = form_fields()
        self._groups = profile_groups(desk.workspace.today)
        # What the labels' history is of: an editor, its field, and the row that keeps it.
        self._kept: list[tuple[QWidget, Field, Callable[[], tuple[str, str]]]] = []
        self._shown: dict[QWidget, str] = {}
        self._dirty = False
        self.edits = {field.name: self._edit(field) for field in self._fields}
        self.route = QComboBox(self)
        self.route.setObjectName("field-route")
        self.route.setProperty("kind", "compact")
        self.route.setAccessibleName(self.tr("用地情况"))
        self.route.addItem(self.tr("未填写"), None)
        for route in Route:
            self.route.addItem(route.zh, route)
        self.dates = {kind: self._date(kind) for kind in Milestone}
        self.progress = self._area("field-progress", LedgerField.PROGRESS.zh, 96)
        self.progress.setPlaceholderText(self.tr("目前到了哪一步、卡在哪里、下一步谁来办"))
        self.remark = self._area("field-remark", LedgerField.REMARK.zh, 56)
        self._progress_on = QLabel("", self)
        self._progress_on.setProperty("kind", "secondary")
        self.profile: dict[str, Editor] = {
            field.name: self._profile_edit(field) for _, group in self._groups for field in group
        }
        self.gates = {gate: self._gate(gate) for gate in Gate}
        self._status = QLabel("", self)
        self._status.setWordWrap(True)
        self._status.setTextFormat(Qt.TextFormat.PlainText)
        self._change = QPushButton(self.tr("变更状态"), self)
        self._change.setObjectName("change-status")
        self._change.setProperty("kind", "small")
        self._change.clicked.connect(self._ask_status)
        self._clocks, self._overrides = self._rich(), self._rich()
        self._backs = QLabel("", self)
        self._notes = {gate: QLabel("", self) for gate in Gate}
        self.missing = MissingCard(self)
        self.evidence = EvidenceSection(desk, self)
        self.visits = VisitSection(desk, self)
        self._bar = self._make_bar()
        self._beside, self._profile_box, self._records_box = (
            QBoxLayout(QBoxLayout.Direction.LeftToRight) for _ in range(3)
        )
        self.elapsed = ElapsedSection(desk, self)
        self._build()
        self.route.currentIndexChanged.connect(self._compare)
        self.progress.textChanged.connect(self._compare)
        self.remark.textChanged.connect(self._compare)

    # What a person sees.

    @property
    def is_dirty(self) -> bool:
        """Whether something is typed that is not saved."""
        return self._dirty

    def show_dossier(self, dossier: Dossier) -> None:
        other = self._dossier is None or dossier.id != self._dossier.id
        self._dossier = dossier
        self._show_texts(dossier, all_of_them=other)
        for gate, choice in self.gates.items():
            choice.choose(dossier.gates[gate])
            note = getattr(dossier.profile, f"{gate.value}_note")
            self._notes[gate].setText(note)
            self._notes[gate].setVisible(bool(note))
        self._status.setText(status_words(dossier))
        self._clocks.setText(clock_words(dossier, self._desk) or hint(self.tr("目前没有在计的时限。")))
        self._overrides.setText(way_words(dossier))
        self._override_card.setVisible(bool(dossier.overrides or dossier.send_backs))
        backs = len(dossier.send_backs)
        self._backs.setText(self.tr("退回{count}次").format(count=backs) if backs else "")
        self._backs.setVisible(backs > 0)
        self.evidence.show_project(dossier.id)
        self.visits.show_project(dossier.id)
        self._progress_on.setText(
            self.tr("更新于{day}").format(day=wording.full_day(dossier.progress_on))
            if dossier.progress_on is not None
            else self.tr("还没有写过进展")
        )
        # The checklist was listed for one route, so the route stays with it.
        self.route.setEnabled(not dossier.has_checklist)
        self.route.setToolTip(self.tr("手续清单已按这一用地情况列出") if dossier.has_checklist else "")
        self.elapsed.show_project(dossier.id)
        self._compare()

    def take_focus(self) -> None:
        # What was looked for keeps the keyboard when the page is shown afterwards.
        sought, self._sought = self._sought, None
        if sought is not None:
            sought.setFocus()
            return
        self.edits["name"].setFocus()
        self.edits["name"].deselect()

    def select(self, record_id: str) -> bool:
        """Make a paper or a visit the current one, or lead to the status for any other record."""
        self._sought = self._change
        for section in (self.evidence, self.visits):
            if section.select(record_id):
                self._sought = section.table
        self._sought.setFocus()
        return True

    def may_leave(self) -> bool:
        if not self._dirty:
            return True
        answer = ask_unsaved(self)
        if answer is Unsaved.SAVE:
            return self.save()
        if answer is Unsaved.DISCARD:
            self.discard()
            return True
        return False

    # What a person does.

    def save(self) -> bool:
        """Write what was changed in one act; whether it was taken."""
        dossier = self._dossier
        if dossier is None or not self._dirty:
            return True
        try:
            form = replace(dossier.form, **self._changed_values())
            dates = self._changed_dates()
            profile = self._changed_profile(dossier.profile)
            self._desk.attempt(revise_project, dossier.id, form, dates, self._changed_progress(), profile)
        except _UnreadableError as unreadable:
            self._complain(unreadable.error)
            unreadable.field.setFocus()
            return False
        except UserError as error:
            self._complain(error)
            return False
        # What was written is stored now, so it is shown as everything stored is: 9.5亿 as 95,000.
        self._dossier = self._desk.read(dossier_of, dossier.id)
        self.discard()
        return True

    def discard(self) -> None:
        """Show what is stored again."""
        if self._dossier is not None:
            self._show_texts(self._dossier, all_of_them=True)
            self._compare()

    def _changed_values(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for field in self._fields:
            edit = self.edits[field.name]
            if edit.text() != self._shown[edit]:
                found[field.name] = _read(edit, field.read)
        if self.route.isEnabled() and self.route.currentText() != self._shown[self.route]:
            found["route"] = Route(chosen) if (chosen := self.route.currentData()) else None
        if self.remark.toPlainText() != self._shown[self.remark]:
            found["remark"] = self.remark.toPlainText()
        return found

    def _changed_dates(self) -> dict[Milestone, PartialDate | None]:
        today = self._desk.workspace.today
        return {
            kind: _read(edit, partial(read_when, today=today))
            for kind, edit in self.dates.items()
            if edit.text() != self._shown[edit]
        }

    def _changed_profile(self, known: Profile) -> Profile | None:
        found: dict[str, Any] = {}
        for _, group in self._groups:
            for field in group:
                editor = self.profile[field.name]
                if words_of(editor) != self._shown[editor]:
                    found[field.name] = _value(field, editor)
        return replace(known, **found) if found else None

    def _changed_progress(self) -> str | None:
        text = self.progress.toPlainText()
        return text if text != self._shown[self.progress] else None

    def _complain(self, error: UserError) -> None:
        self._problem.setText(sentence(error))
        self._problem.show()

    def _set_gate(self, gate: Gate, place: int) -> None:
        if self._dossier is None:
            return
        passed, reason = self.gates[gate].value, ""
        if passed is False:
            asked = ask_gate_reason(self, gate)
            if asked is None:
                self.gates[gate].choose(self._dossier.gates[gate])
                return
            reason = asked
        self._desk.do(set_gate, self._dossier.id, gate, passed, reason)

    def _ask_status(self) -> None:
        if self._dossier is not None:
            dialog = AskStatus(self._desk, self._dossier, self)
            dialog.exec()
            dialog.deleteLater()

    # Showing.

    def _show_texts(self, dossier: Dossier, *, all_of_them: bool) -> None:
        """Show what is stored; a field a person is changing keeps what was typed."""
        stored = {
            self.edits[field.name]: field.show(getattr(dossier.form, field.name)) for field in self._fields
        }
        stored |= {edit: show_when(dossier.milestones.get(kind)) for kind, edit in self.dates.items()}
        before, self._shown = self._shown, {}
        for edit, text in stored.items():
            if all_of_them or edit.text() == before.get(edit):
                edit.setText(text)
                edit.setCursorPosition(0)
                # A line shows no line breaks, so what it gives back is what it is compared with.
                text = edit.text()
            self._shown[edit] = text
        for area, text in ((self.progress, dossier.progress), (self.remark, dossier.form.remark)):
            if all_of_them or area.toPlainText() == before.get(area):
                area.setPlainText(text)
            self._shown[area] = text
        for _, group in self._groups:
            for field in group:
                self._show_profile(field, getattr(dossier.profile, field.name), before, all_of_them)
        route = dossier.form.route.zh if dossier.form.route is not None else self.tr("未填写")
        if all_of_them or self.route.currentText() == before.get(self.route):
            self.route.setCurrentText(route)
        self._shown[self.route] = route

    def _show_profile(
        self, field: Field, value: object, before: dict[QWidget, str], all_of_them: bool
    ) -> None:
        editor = self.profile[field.name]
        if all_of_them or words_of(editor) == before.get(editor):
            show_value(field, editor, value)
            self._shown[editor] = words_of(editor)
        else:
            self._shown[editor] = field.show(value)

    def _compare(self) -> None:
        if self.route not in self._shown:
            return
        dirty = (
            any(words_of(editor) != self._shown[editor] for editor in self.profile.values())
            or any(edit.text() != self._shown[edit] for edit in (*self.edits.values(), *self.dates.values()))
            or any(area.toPlainText() != self._shown[area] for area in (self.progress, self.remark))
            or self.route.currentText() != self._shown[self.route]
        )
        self._problem.hide()
        self._bar.setVisible(dirty)
        if dirty is not self._dirty:
            self._dirty = dirty
            self.dirty_changed.emit(dirty)

    # Making.

    def _profile_edit(self, field: Field) -> Editor:
        editor = editor_of(field, getattr(Profile(), field.name), self)
        editor.setObjectName(f"field-{field.name.replace('_', '-')}")
        editor.setProperty("kind", "compact")
        changed_signal(editor).connect(self._compare)
        return editor

    def _edit(self, field: Field) -> QLineEdit:
        edit = QLineEdit(self)
        edit.setObjectName(f"field-{field.name.replace('_', '-')}")
        edit.setAccessibleName(field.label + (f"（{field.unit}）" if field.unit else ""))
        edit.setPlaceholderText(field.hint)
        edit.setProperty("kind", "compact")
        edit.setMaxLength(2000)
        if field.unit:
            edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        edit.textChanged.connect(self._compare)
        return edit

    def _area(self, name: str, words: str, height: int) -> QPlainTextEdit:
        area = QPlainTextEdit(self)
        area.setObjectName(name)
        area.setAccessibleName(words)
        area.setTabChangesFocus(True)
        area.setFixedHeight(height)
        return area

    def _date(self, kind: Milestone) -> QLineEdit:
        edit = QLineEdit(self)
        edit.setObjectName(f"date-{kind.value.replace('_', '-')}")
        edit.setProperty("kind", "compact")
        edit.setMinimumWidth(96)
        edit.setAccessibleName(self.tr("{kind}日期").format(kind=kind.zh))
        edit.textChanged.connect(self._compare)
        return edit

    def _gate(self, gate: Gate) -> Choice[bool | None]:
        choices: list[tuple[bool | None, str]] = [
            (None, self.tr("未评")),
            (True, self.tr("✓ 通过")),
            (False, self.tr("■ 未通过")),
        ]
        choice: Choice[bool | None] = Choice(gate.zh, choices, self)
        choice.setObjectName(gate.value.replace("_", "-"))
        choice.chosen.connect(partial(self._set_gate, gate))
        return choice

    def _rich(self) -> QLabel:
        label = QLabel("", self)
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        return label

    def _make_bar(self) -> QFrame:
        bar = QFrame(self)
        bar.setObjectName("save-bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(14, 8, 14, 8)
        words = QLabel(self.tr("有未保存的修改"), bar)
        self._problem = QLabel("", bar)
        self._problem.setProperty("kind", "problem")
        self._problem.setWordWrap(True)
        discard = QPushButton(self.tr("放弃修改"), bar)
        discard.setObjectName("discard-changes")
        discard.clicked.connect(self.discard)
        save = QPushButton(self.tr("保存 Ctrl+S"), bar)
        save.setObjectName("save-changes")
        save.setProperty("kind", "primary")
        save.clicked.connect(self.save)
        row.addWidget(words)
        row.addWidget(self._problem, 1)
        row.addStretch()
        row.addWidget(discard)
        row.addWidget(save)
        for key, slot in (
            (QKeySequence(QKeySequence.StandardKey.Save), self.save),
            (QKeySequence("Ctrl+H"), self._history_of_current),
        ):
            keys = QShortcut(key, self)
            keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            keys.activated.connect(slot)
        return bar

    def _build(self) -> None:
        content = QWidget(self)
        whole = QVBoxLayout(content)
        whole.setContentsMargins(0, 0, 6, 8)
        whole.setSpacing(12)
        columns = QHBoxLayout()
        columns.setSpacing(12)
        columns.addLayout(_column(self._facts_card()), 10)
        columns.addLayout(self._beside, 22)
        self._beside.setSpacing(12)
        self._beside.addLayout(_column(self.missing, self._dates_card()))
        self._beside.addLayout(
            _column(
                self._progress_card(), self._gates_card(), self._make_override_card(), self._clocks_card()
            )
        )
        records = self._records_box
        records.setSpacing(12)
        records.addLayout(_column(self.evidence), 1)
        records.addLayout(_column(self.visits), 1)
        whole.addLayout(columns)
        whole.addWidget(self._profile_card())
        whole.addLayout(records)
        whole.addWidget(self.elapsed)
        whole.addStretch(1)
        self._arrange()
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(scroll, 1)
        box.addWidget(self._bar)
        self._bar.hide()

    def _arrange(self) -> None:
        """Put what does not fit beside its neighbour below it."""
        wide = self.width() >= _THREE_COLUMNS
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        for beside in (self._beside, self._profile_box, self._records_box):
            beside.setDirection(way)
        for place, share in enumerate((12, 10)):
            self._beside.setStretch(place, share if wide else place)

    def _facts_card(self) -> QFrame:
        card, box = _card(self.tr("基本情况"), self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        rows: list[tuple[Field, QWidget]] = [(field, self.edits[field.name]) for field in self._fields]
        rows.insert(6, (route_field(), self.route))
        rows.append((fields.text("remark", LedgerField.REMARK.zh), self.remark))
        for (_, above), (_, below) in pairwise(rows):
            QWidget.setTabOrder(above, below)
        for place, (field, widget) in enumerate(rows):
            self._lay(grid, place, 0, self._label(field, widget, self._project_row), widget, field.unit)
        box.addLayout(grid)
        return card

    def _dates_card(self) -> QFrame:
        card, box = _card(self.tr("日期"), self)
        hint = QLabel(self.tr("知道多准就写多准：2023年5月、2023年5月初、5.23"), card)
        hint.setProperty("kind", "secondary")
        box.addWidget(hint)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        half = (len(self.dates) + 1) // 2
        for place, (kind, edit) in enumerate(self.dates.items()):
            row, side = place % half, 2 * (place // half)
            field = date_field(kind, self._desk.workspace.today)
            grid.addWidget(self._label(field, edit, partial(self._date_row, kind)), row, side)
            grid.addWidget(edit, row, side + 1)
        box.addLayout(grid)
        return card

    def _gates_card(self) -> QFrame:
        card, box = _card(self.tr("三关和状态"), self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, _LABEL)
        grid.setColumnStretch(1, 1)
        for place, (gate, choice) in enumerate(self.gates.items()):
            field = fields.pick(gate.value, gate.zh, ((True, self.tr("通过")), (False, self.tr("未通过"))))
            grid.addWidget(self._label(field, choice, self._project_row), 2 * place, 0)
            grid.addWidget(choice, 2 * place, 1, 1, 2)
            note = self._notes[gate]
            note.setProperty("kind", "problem")
            note.setWordWrap(True)
            note.setTextFormat(Qt.TextFormat.PlainText)
            note.hide()
            grid.addWidget(note, 2 * place + 1, 1, 1, 2)
        grid.addWidget(_label(self.tr("项目状态"), self._change), 6, 0)
        grid.addWidget(self._status, 6, 1)
        grid.addWidget(self._change, 6, 2)
        box.addLayout(grid)
        return card

    def _profile_card(self) -> QFrame:
        card, box = _card(self.tr("项目资料"), self)
        row = self._profile_box
        row.setSpacing(28)
        for title, group in self._groups:
            grid = QGridLayout()
            grid.setHorizontalSpacing(8)
            grid.setVerticalSpacing(4)
            grid.setColumnStretch(1, 1)
            head = QLabel(title, card)
            head.setProperty("kind", "secondary")
            grid.addWidget(head, 0, 0, 1, 3)
            for place, field in enumerate(group, start=1):
                editor = self.profile[field.name]
                label = self._label(field, editor, self._profile_row)
                self._lay(grid, place, 0, label, editor, field.unit)
            grid.setRowStretch(len(group) + 1, 1)
            row.addLayout(grid, 1)
        box.addLayout(row)
        return card

    def _lay(
        self, grid: QGridLayout, row: int, column: int, label: QWidget, editor: QWidget, unit: str
    ) -> None:
        grid.addWidget(label, row, column)
        grid.addWidget(editor, row, column + 1, 1, 1 if unit else 2)
        if unit:
            words = QLabel(unit, self)
            words.setProperty("kind", "secondary")
            words.setMinimumWidth(28)
            grid.addWidget(words, row, column + 2)

    # What a field held before.

    def _label(self, field: Field, editor: QWidget, row: Callable[[], tuple[str, str]]) -> QToolButton:
        self._kept.append((editor, field, row))
        label = QToolButton(self)
        label.setText(field.label)
        label.setProperty("kind", "history")
        label.setToolTip(self.tr("查看修改记录（Ctrl+H）"))
        label.setAccessibleName(self.tr("{field}的修改记录").format(field=field.label))
        label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        label.clicked.connect(partial(self._show_history, field, row, label))
        return label

    def _show_history(self, field: Field, row: Callable[[], tuple[str, str]], beside: QWidget) -> None:
        if self._dossier is not None:
            table, row_id = row()
            show_history(self._desk, table, row_id, field, beside)

    def _history_of_current(self) -> None:
        for editor, field, row in self._kept:
            if editor.hasFocus() or editor.isAncestorOf(self.focusWidget()):
                self._show_history(field, row, editor)
                return

    def _project_row(self) -> tuple[str, str]:
        return "project", self._dossier.id if self._dossier is not None else ""

    def _profile_row(self) -> tuple[str, str]:
        return "profile", self._dossier.id if self._dossier is not None else ""

    def _date_row(self, kind: Milestone) -> tuple[str, str]:
        project = self._dossier.id if self._dossier is not None else ""
        return "milestone", self._desk.read(milestone_record, project, kind)

    def _progress_card(self) -> QFrame:
        card, box = _card("", self)
        field = fields.text("progress", LedgerField.PROGRESS.zh)
        title = self._label(field, self.progress, self._project_row)
        title.setFont(theme.font(theme.BODY_PX, bold=True))
        box.addWidget(title)
        box.addWidget(self.progress)
        box.addWidget(self._progress_on)
        return card

    def _clocks_card(self) -> QFrame:
        card, box = _card(self.tr("在计的时限"), self)
        box.addWidget(self._clocks)
        return card

    def _make_override_card(self) -> QFrame:
        self._override_card, box = _card(self.tr("越关和退回的记录"), self)
        self._backs.setProperty("kind", "secondary")
        box.addWidget(self._backs)
        box.addWidget(self._overrides)
        return self._override_card

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()


class _UnreadableError(Exception):
    """What was typed into a field cannot be read."""

    def __init__(self, field: QWidget, error: UserError) -> None:
        super().__init__(error.code)
        self.field = field
        self.error = error


def _read(edit: QLineEdit, read: Callable[[str], T]) -> T:
    try:
        return read(edit.text())
    except UserError as error:
        raise _UnreadableError(edit, error) from error


def _value(field: Field, editor: Editor) -> Any:
    try:
        return value_of(field, editor)
    except UserError as error:
        raise _UnreadableError(editor, error) from error


def _card(title: str, parent: QWidget) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame(parent)
    card.setProperty("kind", "card")
    box = QVBoxLayout(card)
    box.setContentsMargins(14, 10, 14, 12)
    box.setSpacing(8)
    if title:
        head = QLabel(title, card)
        head.setProperty("kind", "card-title")
        box.addWidget(head)
    return card, box


def _column(*cards: QFrame) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(12)
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return column


def _label(words: str, buddy: QWidget) -> QLabel:
    label = QLabel(words, buddy.parentWidget())
    label.setProperty("kind", "secondary")
    label.setBuddy(buddy)
    return label
