"""One window per team folder and person: a second start brings the first one up."""

from __future__ import annotations

import getpass
import hashlib
import os
import stat
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_SHOW, _STAY, _HEARD = b"show\n", b"stay\n", b"heard\n"
_CONNECTS_MS = 500
_ANSWERS_MS = 3000


class Doorbell(QObject):
    """Hears second starts; only the window that holds the team folder's lock has one."""

    rung = Signal()

    def __init__(self, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)
        name = _name(folder)
        if not name:
            return
        # What a killed program has left would keep this one from listening.
        QLocalServer.removeServer(name)
        self._server.listen(name)

    def _welcome(self) -> None:
        while (visitor := self._server.nextPendingConnection()) is not None:
            visitor.readyRead.connect(self._hear)
            visitor.disconnected.connect(visitor.deleteLater)

    def _hear(self) -> None:
        visitor = self.sender()
        if not isinstance(visitor, QLocalSocket) or not visitor.canReadLine():
            return
        word = bytes(visitor.readLine().data())
        if word in (_SHOW, _STAY):
            visitor.write(_HEARD)
            visitor.flush()
        if word == _SHOW:
            self.rung.emit()


def ring(folder: Path, *, show: bool = True) -> bool:
    """Tell this person's running window of the folder to come up; False if there is none that answers.

    Without `show` it is only asked whether it is there.
    """
    name = _name(folder)
    if not name:
        return False
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_CONNECTS_MS):
        return False
    socket.write(_SHOW if show else _STAY)
    socket.flush()
    heard = socket.waitForReadyRead(_ANSWERS_MS) and bytes(socket.readAll().data()) == _HEARD
    socket.disconnectFromServer()
    return heard


def _name(folder: Path) -> str:
    mark = hashlib.blake2b(str(folder.resolve()).encode(), digest_size=8).hexdigest()
    name = f"fangzi-desktop-{mark}"
    if sys.platform == "win32":
        return f"{name}-{hashlib.blake2b(getpass.getuser().encode(), digest_size=4).hexdigest()}"
    # In a folder of this person's own, so that nobody else can answer in the window's place.
    own = _own_folder()
    return str(own / name) if own is not None else ""


def _own_folder() -> Path | None:
    if sys.platform == "win32":
        return None
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR", ""))
    if runtime.is_absolute() and runtime.is_dir():
        return runtime
    own = Path(tempfile.gettempdir()) / f"fangzi-desktop-{os.getuid()}"
    try:
        own.mkdir(mode=0o700, exist_ok=True)
        status = own.lstat()
    except OSError:
        return None
    is_ours = stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid() and not status.st_mode & 0o077
    return own if is_ours else None
