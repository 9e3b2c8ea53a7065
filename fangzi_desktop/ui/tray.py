"""The tray: how much is overdue at a glance, the message of the day, and a window that may stay there."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon

from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.telling import TellingSettings

_SIZES = (16, 20, 22, 24, 32, 48, 64)
_MOST_SHOWN = 99
# White on both and a white rim, so that the icon stands out on light and on dark panels.
_CALM, _URGENT, _INK = "#1F5FA8", "#C8322B", "#FFFFFF"
_MESSAGE_MS = 15_000
_LOOKS_MS = 10_000


class Tray(QObject):
    """The program's place in the system's tray; where there is none, everything works without it."""

    shown = Signal()

    def __init__(self, window: MainWindow, settings: TellingSettings) -> None:
        super().__init__(window)
        self._settings = settings
        self._is_leaving = False
        self._menu = QMenu(window)
        self._menu.setObjectName("tray-menu")
        for words, slot in (
            (self.tr("打开坊子专班"), self.show_window),
            (self.tr("今日"), self.show_today),
            (self.tr("退出"), self.leave),
        ):
            self._menu.addAction(words, slot)
        self.icon = QSystemTrayIcon(self)
        self.icon.setContextMenu(self._menu)
        self.icon.activated.connect(self._answer)
        self.icon.messageClicked.connect(self.show_today)
        self.show_count(window.urgent)
        self.appear()
        # The panel may start after a program that starts with the system.
        looks = QTimer(self)
        looks.timeout.connect(self.appear)
        looks.start(_LOOKS_MS)
        window.counted.connect(self.show_count)
        window.installEventFilter(self)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            # The system is shutting down: nothing may stay.
            application.commitDataRequest.connect(self._let_go)

    @property
    def _window(self) -> MainWindow:
        # Asked for and not kept: the window must not outlive the application by its own tray.
        return cast("MainWindow", self.parent())

    @property
    def is_there(self) -> bool:
        """Whether a person sees the icon."""
        return QSystemTrayIcon.isSystemTrayAvailable() and self.icon.isVisible()

    def appear(self) -> None:
        """Put the icon up, if there is a tray by now."""
        if QSystemTrayIcon.isSystemTrayAvailable() and not self.icon.isVisible():
            self.icon.show()

    def show_count(self, count: int) -> None:
        """Show how much is overdue."""
        words = self.tr("坊子专班：{count}项逾期").format(count=count) if count else self.tr("坊子专班")
        self.icon.setIcon(count_icon(count))
        self.icon.setToolTip(words)

    def tell(self, title: str, words: str) -> bool:
        """Bring a message before the person; False if there is nobody to see it now.

        Without a tray the window says it, if it is the one in use; else its entry in the task bar asks for
        attention.
        """
        if self.is_there and QSystemTrayIcon.supportsMessages():
            self.icon.showMessage(title, words, QSystemTrayIcon.MessageIcon.Information, _MESSAGE_MS)
            return True
        if self._window.isActiveWindow():
            self._window.message_bar.tell(f"{title}\n{words}" if words else title)
            return True
        QApplication.alert(self._window)
        return False

    def try_out(self) -> None:
        """Send a message as the program would, whatever the hour."""
        self.tell(
            self.tr("坊子专班：试发的通知"), self.tr("看到这条通知，说明提醒能送到。点击可打开“今日”。")
        )

    def show_window(self) -> None:
        """Bring the window before all others."""
        QGuiApplication.setQuitOnLastWindowClosed(True)
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    def show_today(self) -> None:
        """Bring the window up with 今日."""
        self.show_window()
        self._window.show_area("today")

    def hide_window(self) -> None:
        """Leave only the icon."""
        # Else the last small window that is closed meanwhile would end the program.
        QGuiApplication.setQuitOnLastWindowClosed(False)
        self._window.hide()

    def leave(self) -> None:
        """End the program, unless something unsaved keeps it."""
        self._is_leaving = True
        if self._window.isMinimized() or not self._window.isVisible():
            # A question about what is unsaved needs its window.
            self.show_window()
        if self._window.close():
            self.icon.hide()
            QGuiApplication.quit()
        self._is_leaving = False

    def _let_go(self, _: object) -> None:
        self._is_leaving = True

    def _answer(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (
            QSystemTrayIcon.ActivationReason.Trigger,
            QSystemTrayIcon.ActivationReason.DoubleClick,
        ):
            self.show_window()

    def _stays(self) -> bool:
        return not self._is_leaving and self._settings.stays_in_tray and self.is_there

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window:
            if event.type() is QEvent.Type.Close and self._stays():
                event.ignore()
                self.hide_window()
                return True
            if event.type() is QEvent.Type.WindowActivate:
                self.shown.emit()
        return super().eventFilter(watched, event)


def count_icon(count: int) -> QIcon:
    """Paint the icon with how much is overdue, for every size a tray may ask for."""
    made = QIcon()
    for size in _SIZES:
        made.addPixmap(_painted(count, size))
    return made


def _painted(count: int, size: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    rim = max(1.0, size / 24)
    painter.setPen(QPen(QColor(_INK), rim))
    painter.setBrush(QColor(_URGENT if count else _CALM))
    body = QRectF(rim / 2, rim / 2, size - rim, size - rim)
    # Round without a count, square with one: not told by colour alone.
    radius = size / 6 if count else size / 2
    painter.drawRoundedRect(body, radius, radius)
    if count:
        _write(painter, f"{_MOST_SHOWN}+" if count > _MOST_SHOWN else str(count), size)
    else:
        painter.setPen(QPen(QColor(_INK), max(1.6, size / 9), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPolyline([_point(size, x, y) for x, y in ((0.29, 0.52), (0.44, 0.67), (0.72, 0.36))])
    painter.end()
    return pixmap


def _point(size: int, x: float, y: float) -> QPointF:
    return QPointF(size * x, size * y)


def _write(painter: QPainter, words: str, size: int) -> None:
    """Write figures as large as the icon takes them."""
    font = QFont(QApplication.font())
    font.setBold(True)
    for pixels in range(round(size * 0.8), 4, -1):
        font.setPixelSize(pixels)
        box = QFontMetrics(font).tightBoundingRect(words)
        if box.width() <= size * 0.8:
            break
    painter.setFont(font)
    painter.setPen(QColor(_INK))
    # By the figures themselves: a Chinese font's line is higher above them than below.
    painter.drawText(
        round((size - box.width()) / 2 - box.x()), round((size - box.height()) / 2 - box.y()), words
    )
