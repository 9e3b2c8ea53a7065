"""成批核对: several conflicts decided by one rule."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QButtonGroup, QLabel, QRadioButton, QWidget

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.merge_terms import ConflictKind
from fangzi_desktop.services.conflicts import Conflict, Rule, decide_many
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.dialogs.moves import Ask
from fangzi_desktop.ui.field.words import tr
from fangzi_desktop.ui.project.asking import asked

Scope = tuple[str, Sequence[Conflict]]


def in_bulk(conflicts: Sequence[Conflict]) -> list[str]:
    """Return those that a rule can decide; equal numbers and deleted records need a look of their own."""
    return [
        conflict.id
        for conflict in conflicts
        if conflict.kind is not ConflictKind.NUMBER
        and (conflict.kind is ConflictKind.DELETION or not conflict.is_gone)
    ]


class BulkDialog(Ask):
    """Asks which conflicts to decide and by which rule, and says how many that are."""

    def __init__(self, desk: Desk, scopes: Sequence[Scope], parent: QWidget) -> None:
        super().__init__(tr("成批核对"), parent)
        self.setObjectName("conflict-bulk")
        self._desk = desk
        self._scopes = scopes
        self.setMinimumWidth(480)
        self.scopes = self._group(
            tr("核对"),
            [tr("{scope}（{count}处）").format(scope=words, count=len(some)) for words, some in scopes],
        )
        self.rules = self._group(tr("一律用"), [tr("办公室的"), tr("现场的（几处现场以最后改的为准）")])
        self._told = QLabel("", self)
        self._told.setObjectName("bulk-told")
        self._told.setWordWrap(True)
        self.form.addRow(self._told)
        for group in (self.scopes, self.rules):
            group.idToggled.connect(self._tell)
        self.scopes.button(0).setFocus()
        self._tell()

    def _group(self, label: str, choices: Sequence[str]) -> QButtonGroup:
        group = QButtonGroup(self)
        for place, words in enumerate(choices):
            button = QRadioButton(words, self)
            button.setAccessibleName(f"{label}：{words}")
            button.setChecked(place == 0)
            group.addButton(button, place)
            self.form.addRow(label if place == 0 else "", button)
        return group

    @property
    def chosen(self) -> Sequence[Conflict]:
        """The conflicts of the chosen scope."""
        return self._scopes[self.scopes.checkedId()][1]

    @property
    def rule(self) -> Rule:
        """The chosen rule."""
        return Rule.OFFICE if self.rules.checkedId() == 0 else Rule.SITE

    def _tell(self) -> None:
        ids = in_bulk(self.chosen)
        whose = tr("办公室") if self.rule is Rule.OFFICE else tr("现场")
        words = tr("将有{count}处按{whose}的内容核对，可以整批撤销。").format(count=len(ids), whose=whose)
        deletions = sum(conflict.kind is ConflictKind.DELETION for conflict in self.chosen)
        if deletions:
            words += tr("其中{count}处是删除：按{whose}的做法删除或保留。").format(
                count=deletions, whose=whose
            )
        left = len(self.chosen) - len(ids)
        if left:
            words += tr("{count}处编号重复或记录已删除，需要逐条核对，不在内。").format(count=left)
        self._told.setText(words)

    def read(self) -> None:
        ids = in_bulk(self.chosen)
        if not ids:
            raise UserError("conflict.none_in_bulk")
        self._desk.attempt(decide_many, ids, self.rule)


def ask_bulk(desk: Desk, scopes: Sequence[Scope], parent: QWidget) -> bool:
    """Ask for a rule for several conflicts; whether they were decided."""
    return asked(BulkDialog(desk, scopes, parent))
