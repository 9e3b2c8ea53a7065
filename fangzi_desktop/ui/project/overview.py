"""概况: what is known of a project, changed where it stands and saved in one act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from html import escape
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, Qt, Signal
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
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.ledger_heads import LedgerField
from fangzi_desktop.domain.stages import STATUS_CHANGES
from fangzi_desktop.domain.terms import Gate, Milestone, ProjectStatus, Route
from fangzi_desktop.services.dossier import Dossier, ExplainedClock
from fangzi_desktop.services.dossier import dossier as dossier_of
from fangzi_desktop.services.projects import change_status, revise_project, set_gate
from fangzi_desktop.ui import theme, wording
from fangzi_desktop.ui.choice import Choice
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.dialogs.moves import Ask, DayField
from fangzi_desktop.ui.dialogs.unsaved import Unsaved, ask_unsaved
from fangzi_desktop.ui.messages import sentence
from fangzi_desktop.ui.project.form import FormField, form_fields, read_when, show_when
from fangzi_desktop.ui.project.tab import Tab

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
        self._fields = form_fields()
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
        self.gates = {gate: self._gate(gate) for gate in Gate}
        self._status = QLabel("", self)
        self._status.setWordWrap(True)
        self._status.setTextFormat(Qt.TextFormat.PlainText)
        self._change = QPushButton(self.tr("变更状态"), self)
        self._change.setObjectName("change-status")
        self._change.setProperty("kind", "small")
        self._change.clicked.connect(self._ask_status)
        self._missing, self._clocks, self._overrides = (self._rich() for _ in range(3))
        self._bar = self._make_bar()
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
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
        self._show_status(dossier)
        self._clocks.setText(_clock_words(dossier, self._desk) or _hint(self.tr("目前没有在计的时限。")))
        self._overrides.setText(_override_words(dossier))
        self._override_card.setVisible(bool(dossier.overrides))
        self._progress_on.setText(
            self.tr("更新于{day}").format(day=wording.full_day(dossier.progress_on))
            if dossier.progress_on is not None
            else self.tr("还没有写过进展")
        )
        # The checklist was listed for one route, so the route stays with it.
        self.route.setEnabled(not dossier.has_checklist)
        self.route.setToolTip(self.tr("手续清单已按这一用地情况列出") if dossier.has_checklist else "")
        self._compare()

    def show_missing(self, words: str) -> None:
        """Say what the next stage still asks for."""
        self._missing.setText(words)
        self._missing.setVisible(bool(words))

    def take_focus(self) -> None:
        self.edits["name"].setFocus()
        self.edits["name"].deselect()

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
            self._desk.attempt(revise_project, dossier.id, form, dates, self._changed_progress())
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

    def _changed_progress(self) -> str | None:
        text = self.progress.toPlainText()
        return text if text != self._shown[self.progress] else None

    def _complain(self, error: UserError) -> None:
        self._problem.setText(sentence(error))
        self._problem.show()

    def _set_gate(self, gate: Gate, place: int) -> None:
        if self._dossier is not None:
            self._desk.do(set_gate, self._dossier.id, gate, self.gates[gate].value)

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
        route = dossier.form.route.zh if dossier.form.route is not None else self.tr("未填写")
        if all_of_them or self.route.currentText() == before.get(self.route):
            self.route.setCurrentText(route)
        self._shown[self.route] = route

    def _compare(self) -> None:
        if self.route not in self._shown:
            return
        dirty = (
            any(edit.text() != self._shown[edit] for edit in (*self.edits.values(), *self.dates.values()))
            or any(area.toPlainText() != self._shown[area] for area in (self.progress, self.remark))
            or self.route.currentText() != self._shown[self.route]
        )
        self._problem.hide()
        self._bar.setVisible(dirty)
        if dirty is not self._dirty:
            self._dirty = dirty
            self.dirty_changed.emit(dirty)

    def _show_status(self, dossier: Dossier) -> None:
        words = dossier.status.zh
        last = dossier.status_changes[-1] if dossier.status_changes else None
        if last is not None and last.new is dossier.status:
            parts = [wording.full_day(last.changed_on), last.reason, last.document_no]
            words += "\n" + " · ".join(part for part in parts if part)
        self._status.setText(words)

    # Making.

    def _edit(self, field: FormField) -> QLineEdit:
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
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self.save)
        return bar

    def _build(self) -> None:
        content = QWidget(self)
        columns = QHBoxLayout(content)
        columns.setContentsMargins(0, 0, 6, 8)
        columns.setSpacing(12)
        columns.addLayout(_column(self._facts_card()), 10)
        columns.addLayout(self._beside, 22)
        self._beside.setSpacing(12)
        self._beside.addLayout(_column(self._dates_card(), self._clocks_card()))
        self._beside.addLayout(_column(self._progress_card(), self._gates_card(), self._make_override_card()))
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
        """Put the third column under the second where it does not fit beside it."""
        wide = self.width() >= _THREE_COLUMNS
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._beside.setDirection(way)
        for place, share in enumerate((12, 10)):
            self._beside.setStretch(place, share if wide else place)

    def _facts_card(self) -> QFrame:
        card, box = _card(self.tr("基本情况"), self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        rows: list[tuple[str, QWidget, str]] = [
            (field.label, self.edits[field.name], field.unit) for field in self._fields
        ]
        rows.insert(6, (self.tr("用地情况"), self.route, ""))
        rows.append((LedgerField.REMARK.zh, self.remark, ""))
        for place, (label, widget, unit) in enumerate(rows):
            grid.addWidget(_label(label, widget), place, 0)
            grid.addWidget(widget, place, 1, 1, 1 if unit else 2)
            if unit:
                words = QLabel(unit, card)
                words.setProperty("kind", "secondary")
                words.setFixedWidth(28)
                grid.addWidget(words, place, 2)
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
            grid.addWidget(_label(kind.zh, edit), row, side)
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
        for row, (gate, choice) in enumerate(self.gates.items()):
            grid.addWidget(_label(gate.zh, choice), row, 0)
            grid.addWidget(choice, row, 1, 1, 2)
        grid.addWidget(_label(self.tr("项目状态"), self._change), 3, 0)
        grid.addWidget(self._status, 3, 1)
        grid.addWidget(self._change, 3, 2)
        box.addLayout(grid)
        box.addWidget(self._missing)
        return card

    def _progress_card(self) -> QFrame:
        card, box = _card(LedgerField.PROGRESS.zh, self)
        box.addWidget(self.progress)
        box.addWidget(self._progress_on)
        return card

    def _clocks_card(self) -> QFrame:
        card, box = _card(self.tr("在计的时限"), self)
        box.addWidget(self._clocks)
        return card

    def _make_override_card(self) -> QFrame:
        self._override_card, box = _card(self.tr("越过关口的记录"), self)
        box.addWidget(self._overrides)
        return self._override_card

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()


class AskStatus(Ask):
    """Asks for a new status with the paper that decided it, and changes it."""

    def __init__(self, desk: Desk, dossier: Dossier, parent: QWidget) -> None:
        super().__init__(QCoreApplication.translate("project", "变更项目状态"), parent)
        self._desk = desk
        self._project = dossier.id
        self.status = QComboBox(self)
        self.status.setAccessibleName(self.tr("新状态"))
        for status in ProjectStatus:
            if status in STATUS_CHANGES[dossier.status]:
                self.status.addItem(status.zh, status)
        self.day = DayField(desk.workspace.today, self)
        self.reason = QLineEdit(self)
        self.reason.setAccessibleName(self.tr("理由"))
        self.number = QLineEdit(self)
        self.number.setAccessibleName(self.tr("文号"))
        self.form.addRow(self.tr("现状态"), QLabel(dossier.status.zh, self))
        self.form.addRow(self.tr("新状态"), self.status)
        self.form.addRow(self.tr("决定日期"), self.day)
        self.form.addRow(self.tr("理由"), self.reason)
        self.form.addRow(self.tr("文号"), self.number)

    def read(self) -> None:
        new = ProjectStatus(self.status.currentData())
        self._desk.attempt(
            change_status, self._project, new, self.day.day(), self.reason.text(), self.number.text()
        )


class _UnreadableError(Exception):
    """What was typed into a field cannot be read."""

    def __init__(self, field: QWidget, error: UserError) -> None:
        super().__init__(error.code)
        self.field = field
        self.error = error


def _clock_words(dossier: Dossier, desk: Desk) -> str:
    return "".join(_clock_row(one, desk) for one in dossier.clocks)


def _clock_row(one: ExplainedClock, desk: Desk) -> str:
    face, look, today = one.face, theme.tokens(), desk.workspace.today
    colour = theme.light_colour(face.light).name()
    day = wording.day(face.due, today) if face.due is not None else ""
    used = f" · {wording.used_words(face)}" if wording.used_words(face) else ""
    return (
        f'<p style="margin:0 0 8px 0"><span style="color:{colour}">{face.light.sign}</span> '
        f"<b>{escape(face.label)}</b> "
        f'<span style="color:{colour}">{escape(wording.left_words(face, today))}</span> {day}{used}'
        f'<br><span style="color:{look.ink2}">{escape(one.why)}</span></p>'
    )


def _override_words(dossier: Dossier) -> str:
    ink = theme.tokens().ink2
    return "".join(
        f'<p style="margin:0 0 6px 0">■ {wording.full_day(one.moved_on)} '
        f"{one.from_stage.zh} → {one.to_stage.zh}<br>"
        f'<span style="color:{ink}">{escape(one.reason)} · {escape(one.minutes_no)}</span></p>'
        for one in dossier.overrides
    )


def _hint(words: str) -> str:
    return f'<span style="color:{theme.tokens().ink2}">{words}</span>'


def _read(edit: QLineEdit, read: Callable[[str], T]) -> T:
    try:
        return read(edit.text())
    except UserError as error:
        raise _UnreadableError(edit, error) from error


def _card(title: str, parent: QWidget) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame(parent)
    card.setProperty("kind", "card")
    box = QVBoxLayout(card)
    box.setContentsMargins(14, 10, 14, 12)
    box.setSpacing(8)
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
