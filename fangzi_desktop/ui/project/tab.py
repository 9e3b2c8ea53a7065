"""What the tabs of a project's page have in common."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fangzi_desktop.domain.terms import ClockKind
from fangzi_desktop.services.dossier import Dossier
from fangzi_desktop.services.workspace import Changes

# Where what a clock counts for is dealt with; the others are permits.
TAB_OF = {
    ClockKind.PROBLEM: "problems",
    ClockKind.NOTICE: "problems",
    ClockKind.OPINION: "review",
    ClockKind.CONDITION: "review",
    ClockKind.DEFERRAL: "overview",
    ClockKind.ELEMENT: "elements",
    ClockKind.COMMITMENT: "compliance",
    ClockKind.PAYOUT: "compliance",
    ClockKind.LADDER: "compliance",
    ClockKind.IDLE_LAND: "compliance",
    ClockKind.NODE: "construction",
    ClockKind.STOPPAGE: "construction",
    ClockKind.WINDOW: "statistics",
    ClockKind.PROMISE: "site",
    ClockKind.VISIT: "site",
}


def place_of(kind: ClockKind | None, owner_id: str) -> tuple[str, str]:
    """On which tab of its project something is dealt with, and at which record; None is the project's."""
    if kind is None or kind is ClockKind.STAGE:
        return "overview", ""
    return TAB_OF.get(kind, "permits"), owner_id


class Tab(QWidget):
    """A tab. The page hands it the project's dossier whenever it is to read again.

    `tab_requested` asks for another tab by its name.
    """

    tab_requested = Signal(str)

    def show_dossier(self, dossier: Dossier) -> None:
        """Show the project as it stands."""

    def show_act(self, changes: Changes[object]) -> None:
        """Paint what an act changed before the person's eyes; all that follows from it is read afterwards."""

    def may_leave(self) -> bool:
        """Whether the tab may be left; one with something unsaved asks the person."""
        return True

    def take_focus(self) -> None:
        """Give the keyboard to what a person acts on first."""
        self.setFocus()

    def select(self, record_id: str) -> bool:
        """Make a record the current one and give it the keyboard; whether the tab shows it."""
        return False

    def step_back(self) -> bool:
        """What Esc does within the tab; False lets the page be left."""
        return False
