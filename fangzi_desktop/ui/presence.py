"""What the program does besides its window: the tray, the message of the day, an ear for second starts."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings

from fangzi_desktop.ui.main_window import MainWindow


class Presence(QObject):
    """Begun after the window has been painted, because nobody waits for it then."""

    def __init__(self, window: MainWindow, settings: QSettings, *, minimized: bool = False) -> None:
        super().__init__(window)
        self._settings = settings
        self._minimized = minimized

    def begin(self) -> None:
        """Put up the tray and begin to tell; a minimised window goes to the tray, or to the task bar."""
        from fangzi_desktop.ui.single import Doorbell
        from fangzi_desktop.ui.telling import Teller, TellingSettings
        from fangzi_desktop.ui.tray import Tray

        window = self.parent()
        if not isinstance(window, MainWindow):
            return
        telling = TellingSettings(self._settings)
        tray = Tray(window, telling)
        teller = Teller(window.desk, telling, tray.tell, window)
        window.telling_tried.connect(tray.try_out)
        window.telling_changed.connect(teller.look_again)
        window.telling_changed.connect(teller.check)
        tray.shown.connect(teller.check)
        store = window.desk.workspace.store
        if not store.read_only:
            Doorbell(store.folder, window).rung.connect(tray.show_window)
        if self._minimized and tray.is_there:
            tray.hide_window()
        elif self._minimized:
            window.showMinimized()
        teller.check()
