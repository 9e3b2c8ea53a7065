"""The small parts of the page: figure tiles, bars of stages and lines that lead to a project."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QPushButton, QSizePolicy, QWidget

from fangzi_desktop.domain.terms import Light, Stage
from fangzi_desktop.ui import theme
from fangzi_desktop.ui.board.delegate import draw_sign
from fangzi_desktop.ui.today.wording import Show

TILE_HEIGHT = 68
BAR_HEIGHT = 24
LINE_HEIGHT = 24
_STAGE_WIDTH = 62


def card(parent: QWidget) -> QFrame:
    """Make a card."""
    frame = QFrame(parent)
    frame.setProperty("kind", "card")
    return frame


def title(words: str, parent: QWidget) -> QLabel:
    """Make the title of a card."""
    label = QLabel(words, parent)
    label.setProperty("kind", "panel-title")
    return label


def chip(name: str, parent: QWidget) -> QPushButton:
    """Make a chip that filters the list."""
    made = QPushButton("", parent)
    made.setObjectName(name)
    made.setProperty("kind", "chip")
    made.setCheckable(True)
    return made


class Tile(QAbstractButton):
    """A figure that filters the list when it is pressed."""

    def __init__(self, show: Show, words: str, light: Light | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"tile-{show.value}")
        self.setText(words)
        self.setCheckable(True)
        self.setFixedHeight(TILE_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_kind = show
        self._light = light
        self._count = 0
        self.set_count(0)

    @property
    def count(self) -> int:
        """The figure shown."""
        return self._count

    def set_count(self, count: int) -> None:
        """Show a figure."""
        if self.accessibleName() and count == self._count:
            return
        self._count = count
        self.setAccessibleName(f"{self.text()} {count}")
        self.setToolTip(_tr("只看{what}，再点一次看全部").format(what=self.text()))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(150, TILE_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = "tint" if self.isChecked() else "hover" if self.underMouse() else "surface"
        _ground(painter, self.rect(), ground, "accent" if self.isChecked() or self.hasFocus() else "line")
        calling = self._count > 0 and self._light is not None
        ink = theme.light_colour(self._light) if calling and self._light else theme.colour("ink1")
        painter.setPen(ink)
        painter.setFont(theme.font(24, bold=True))
        painter.drawText(QRect(14, 6, self.width() - 28, 34), Qt.AlignmentFlag.AlignVCenter, str(self._count))
        x = 14
        if self._light is not None:
            draw_sign(painter, QRectF(x, 46, 10, 10), self._light if calling else Light.GREY)
            x += 16
        painter.setFont(theme.font(theme.MARK_PX))
        painter.setPen(theme.colour("ink2"))
        place = QRect(x, 41, self.width() - x - 10, 20)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, _elided(painter, self.text(), place.width()))


class StageBar(QAbstractButton):
    """How many projects stand in a stage; pressed, it leads to them."""

    def __init__(self, stage: Stage, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"stage-{stage.value.replace('_', '-')}")
        self.setFixedHeight(BAR_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.stage = stage
        self._count = 0
        self._most = 1

    @property
    def count(self) -> int:
        """The figure shown."""
        return self._count

    def set_count(self, count: int, most: int) -> None:
        """Show a figure on the scale of the largest one."""
        if self.accessibleName() and (count, max(most, 1)) == (self._count, self._most):
            return
        self._count, self._most = count, max(most, 1)
        words = _tr("{stage} {count}个项目").format(stage=self.stage.zh, count=count)
        self.setAccessibleName(words)
        self.setToolTip(_tr("{words}，在看板中查看").format(words=words))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.hasFocus():
            _ground(painter, self.rect(), "hover", "accent" if self.hasFocus() else "hover", 4)
        painter.setFont(theme.font(theme.MARK_PX))
        painter.setPen(theme.colour("ink1"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(6, 0, _STAGE_WIDTH, self.height()), middle, self.stage.zh)
        start = 6 + _STAGE_WIDTH
        room = self.width() - start - 40
        width = round(room * self._count / self._most)
        if self._count:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.setOpacity(0.55)
            painter.drawRoundedRect(QRectF(start, self.height() / 2 - 6, max(width, 4), 12), 2, 2)
            painter.setOpacity(1)
        painter.setPen(theme.colour("ink1" if self._count else "ink2"))
        painter.drawText(QRect(start + width + 8, 0, 40, self.height()), middle, str(self._count))


class Line(QAbstractButton):
    """One line of a panel, with a note at its right end; pressed, it leads to its project."""

    def __init__(self, words: str, note: str, project_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(words)
        self.setToolTip(words)
        self.setAccessibleName(f"{words} {note}")
        self.setFixedHeight(LINE_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.project_id = project_id
        self._note = note
        if project_id:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        else:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.project_id and (self.underMouse() or self.hasFocus()):
            _ground(painter, self.rect(), "hover", "accent" if self.hasFocus() else "hover", 4)
        painter.setFont(theme.font(theme.MARK_PX))
        noted = QFontMetrics(painter.font()).horizontalAdvance(self._note)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.colour("ink2"))
        painter.drawText(self.rect().adjusted(6, 0, -6, 0), middle | Qt.AlignmentFlag.AlignRight, self._note)
        painter.setPen(theme.colour("ink1"))
        place = self.rect().adjusted(6, 0, -noted - 16, 0)
        painter.drawText(place, middle, _elided(painter, self.text(), place.width()))


def _ground(painter: QPainter, rect: QRect, fill: str, line: str, radius: int = theme.RADIUS) -> None:
    painter.setPen(QPen(theme.colour(line), 1))
    painter.setBrush(theme.colour(fill))
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _elided(painter: QPainter, words: str, width: int) -> str:
    return QFontMetrics(painter.font()).elidedText(words, Qt.TextElideMode.ElideRight, width)


def _tr(words: str) -> str:
    return QCoreApplication.translate("today", words)
