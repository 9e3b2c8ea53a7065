"""Whose projects 今日 shows: one officer's, everybody's, or those of the person at this machine."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, QSettings, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QMenu, QToolButton, QWidget

_OFFICER = "today/officer"
_ME = "today/me"
# An officer is stored behind a sign, so that nobody's projects differ from everybody's.
_NAMED = "="


class Whose(QObject):
    """The officer box and 只看我的 beside it; both show the one choice, which outlives a restart.

    Who "me" is is chosen once on this machine, when 只看我的 is first pressed; its menu changes it.
    """

    changed = Signal()

    def __init__(self, settings: QSettings, parent: QWidget) -> None:
        super().__init__(parent)
        self._settings = settings
        self._names: tuple[str, ...] = ()
        self.box = QComboBox(parent)
        self.box.setObjectName("today-officer")
        self.box.setAccessibleName(_tr("服务专员"))
        self.box.setMinimumWidth(116)
        self.box.activated.connect(self._choose)
        self.mine = QToolButton(parent)
        self.mine.setObjectName("today-mine")
        self.mine.setText(_tr("只看我的"))
        self.mine.setProperty("kind", "choice")
        self.mine.setCheckable(True)
        self.mine.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.mine.setMenu(QMenu(self.mine))
        self.mine.clicked.connect(self._toggle_mine)
        self.box.hide()
        self.mine.hide()

    @property
    def officer(self) -> str | None:
        """Whose projects are shown: an empty name those of nobody, None everybody's."""
        stored = str(self._settings.value(_OFFICER, ""))
        return stored.removeprefix(_NAMED) if stored.startswith(_NAMED) else None

    @property
    def me(self) -> str:
        """The name of the person at this machine, empty while it was not chosen."""
        return str(self._settings.value(_ME, ""))

    def offer(self, names: Sequence[str]) -> None:
        """Offer the officers there are; a choice of somebody who is gone ends."""
        if self.officer is not None and self.officer not in names:
            self._settings.setValue(_OFFICER, "")
        self._names = tuple(sorted(names, key=lambda name: (not name, name)))
        with QSignalBlocker(self.box):
            self.box.clear()
            self.box.addItem(_tr("全部专员"), None)
            for name in self._names:
                self.box.addItem(name or _tr("未指定专员"), name)
            place = -1 if self.officer is None else self.box.findData(self.officer)
            self.box.setCurrentIndex(max(place, 0))
        # With nobody named there is nothing to choose between.
        self.box.setEnabled(any(self._names))
        self.mine.setEnabled(any(self._names))
        self.mine.setChecked(bool(self.me) and self.officer == self.me)
        self.mine.setToolTip(
            _tr("只看{name}的项目").format(name=self.me) if self.me else _tr("先选择本机使用人")
        )
        self._fill_menu()

    def _fill_menu(self) -> None:
        menu = self.mine.menu()
        menu.clear()
        menu.addAction(_tr("本机使用人")).setEnabled(False)
        for name in self._names:
            if name:
                action = menu.addAction(name)
                action.setCheckable(True)
                action.setChecked(name == self.me)
                action.triggered.connect(partial(self._be, name))

    def _be(self, name: str) -> None:
        self._settings.setValue(_ME, name)
        self._show_only(name)

    def _toggle_mine(self, checked: bool) -> None:
        if checked and self.me not in self._names:
            self.mine.setChecked(False)
            self.mine.showMenu()
        else:
            self._show_only(self.me if checked else None)

    def _choose(self, place: int) -> None:
        self._show_only(self.box.itemData(place))

    def _show_only(self, name: str | None) -> None:
        self._settings.setValue(_OFFICER, "" if name is None else f"{_NAMED}{name}")
        self.changed.emit()


def _tr(words: str) -> str:
    return QCoreApplication.translate("today", words)
