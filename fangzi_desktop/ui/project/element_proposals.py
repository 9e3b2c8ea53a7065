"""The demands that a project's own figures call for, offered for a person to take or leave."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import Element
from fangzi_desktop.services.elements import ElementForm
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.dialogs.moves import Ask


class ProposalsDialog(Ask):
    """Proposed demands, each with a tick; nothing is registered before 确定."""

    def __init__(
        self,
        proposals: Sequence[ElementForm],
        submit: Callable[[tuple[ElementForm, ...]], object],
        parent: QWidget,
    ) -> None:
        super().__init__(_tr("一键提出要素需求"), parent)
        self._submit = submit
        self._offered = [(QCheckBox(_words(form), self), form) for form in proposals]
        about = QLabel(_tr("按项目已填资料算出，勾选的登记为需求，数量可再修改："), self)
        about.setProperty("kind", "secondary")
        about.setWordWrap(True)
        self.form.addRow(about)
        for tick, form in self._offered:
            # Part of the investment is the investor's own; how much is to be found is for a person to say.
            tick.setChecked(form.kind is not Element.FINANCE)
            self.form.addRow(tick)

    @property
    def ticks(self) -> list[QCheckBox]:
        """The ticks, in the order of the proposals."""
        return [tick for tick, _ in self._offered]

    def read(self) -> None:
        taken = tuple(form for tick, form in self._offered if tick.isChecked())
        if not taken:
            raise UserError("element.none_taken")
        self._submit(taken)


def _words(form: ElementForm) -> str:
    words = f"{form.kind.zh} {wording.figure(form.demand)}{form.unit}"
    return (
        _tr("{words}（按总投资，含自有资金）").format(words=words) if form.kind is Element.FINANCE else words
    )


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
