"""亮灯: what a project's light looks at, each with its sign and its reason."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from fangzi_desktop.domain.lights import DimensionReading
from fangzi_desktop.domain.stage_terms import LightDimension
from fangzi_desktop.ui import theme


class LightsStrip(QFrame):
    """The dimensions beside one another."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 14, 10)
        row.setSpacing(18)
        self.labels: dict[LightDimension, QLabel] = {}
        for dimension in LightDimension:
            label = QLabel("", self)
            label.setTextFormat(Qt.TextFormat.RichText)
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            self.labels[dimension] = label
            row.addWidget(label, 3 if dimension is LightDimension.PROGRESS else 2)

    def show_readings(self, readings: tuple[DimensionReading, ...]) -> None:
        """Show what every dimension says today."""
        ink = theme.colour("ink2").name()
        for one in readings:
            colour = theme.light_colour(one.light).name()
            self.labels[one.dimension].setText(
                f'<span style="color:{colour}">{one.light.sign}</span> <b>{escape(one.dimension.zh)}</b> '
                f'<span style="color:{colour}">{escape(one.light.lamp)}</span>'
                f'<br><span style="color:{ink}">{escape(one.reason)}</span>'
            )


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
