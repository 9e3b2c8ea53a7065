"""Chinese typing through fcitx on X11, for which the Qt of PyPI brings no plugin.

UOS, Kylin and Deepin desktops type with fcitx alone. Its bus name, the same for fcitx 4 and 5, is spoken to
directly; whatever goes wrong there, the keyboard goes on working as if there were no fcitx.
"""

from __future__ import annotations

import os
import sys
import threading
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect, QSocketNotifier, Qt
from PySide6.QtGui import (
    QGuiApplication,
    QInputMethodEvent,
    QInputMethodQueryEvent,
    QKeyEvent,
    QTextCharFormat,
)
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

if TYPE_CHECKING:
    from jeepney import DBusAddress, Message
    from jeepney.io.blocking import DBusConnection

_NAME = "org.freedesktop.portal.Fcitx"
_PATH = "/org/freedesktop/portal/inputmethod"
_METHOD = "org.fcitx.Fcitx.InputMethod1"
_CONTEXT = "org.fcitx.Fcitx.InputContext1"

# Text being composed is shown in place, and finished by us when the focus leaves.
_PREEDIT, _FORMATTED_PREEDIT, _UNFOCUS_COMMIT = 1 << 1, 1 << 4, 1 << 5
_CAPABILITIES = _PREEDIT | _FORMATTED_PREEDIT | _UNFOCUS_COMMIT

_OPENING_SECONDS = 1.0
_REPLY_SECONDS = 0.5


class Fcitx:
    """A conversation with fcitx over the session bus, whose values have no types before they arrive.

    Every method raises `OSError` when fcitx or the bus is gone, refuses, or does not reply within 0.5 s.
    """

    def __init__(self, connection: DBusConnection) -> None:
        from jeepney import MatchRule, message_bus

        self._connection = connection
        self._context: DBusAddress | None = None
        self._heard: deque[Message] = deque()
        self._connection.sock.settimeout(_REPLY_SECONDS)
        owners = MatchRule(type="signal", sender="org.freedesktop.DBus", member="NameOwnerChanged")
        owners.add_arg_condition(0, _NAME)
        self._listen(owners)
        (owner,) = self._ask(message_bus.GetNameOwner(_NAME))
        self.greet(owner)

    def greet(self, owner: str) -> None:
        """Open a text context with the fcitx that has the bus name `owner`."""
        from jeepney import DBusAddress, MatchRule, new_method_call

        # Addressed by its own name, a fcitx that has ended is not started again by the bus.
        method = DBusAddress(_PATH, owner, _METHOD)
        about = [("program", "fangzi-desktop")]
        path, _ = self._ask(new_method_call(method, "CreateInputContext", "a(ss)", (about,)))
        self._listen(MatchRule(type="signal", sender=owner, path=path, interface=_CONTEXT))
        self._context = DBusAddress(path, owner, _CONTEXT)
        self.tell("SetCapability", "t", _CAPABILITIES)

    def part(self) -> None:
        """Speak to nobody until `greet`."""
        self._context = None

    @property
    def is_there(self) -> bool:
        """Whether there is a fcitx to speak to."""
        return self._context is not None

    def ask(self, member: str, signature: str, *values: object) -> tuple[object, ...]:
        """Call a method of the text context and return its reply."""
        return self._ask(self._message(member, signature, values))

    def tell(self, member: str, signature: str = "", *values: object) -> None:
        """Call a method of the text context without waiting for a reply."""
        from jeepney import MessageFlag

        message = self._message(member, signature, values)
        message.header.flags = MessageFlag.no_reply_expected
        self._connection.send(message)

    def heard(self) -> list[tuple[str, tuple[object, ...]]]:
        """The signals that have come since the last call: name and values."""
        from jeepney import HeaderFields

        try:
            while True:
                self._connection.recv_messages(timeout=0)
        except TimeoutError:
            pass
        signals = [(message.header.fields[HeaderFields.member], message.body) for message in self._heard]
        self._heard.clear()
        return signals

    def fileno(self) -> int:
        """The socket that becomes readable when there is something to hear."""
        descriptor: int = self._connection.sock.fileno()
        return descriptor

    def close(self) -> None:
        self._context = None
        self._connection.close()

    def _message(self, member: str, signature: str, values: tuple[object, ...]) -> Message:
        from jeepney import new_method_call

        if self._context is None:
            raise ConnectionError("no fcitx")
        return new_method_call(self._context, member, signature or None, values)

    def _ask(self, message: Message) -> tuple[Any, ...]:
        from jeepney import MessageType

        reply = self._connection.send_and_get_reply(message, timeout=_REPLY_SECONDS)
        if reply.header.message_type is MessageType.error:
            raise ConnectionError(str(reply.body))
        values: tuple[Any, ...] = reply.body
        return values

    def _listen(self, rule: object) -> None:
        from jeepney import message_bus

        self._connection.filter(rule, queue=self._heard)
        self._ask(message_bus.AddMatch(rule))


def find() -> Fcitx | None:
    """Find fcitx before the application exists; None where there is none or Qt can speak to it by itself.

    Takes 1 s at most. When fcitx is found, Qt is told to compose accents only, since two answers to one key
    would type it twice.
    """
    if not sys.platform.startswith("linux") or not _is_x11() or _qt_has_plugin():
        return None
    found: list[Fcitx] = []
    given_up = threading.Event()

    def look() -> None:
        fcitx = _open()
        if fcitx is not None:
            found.append(fcitx)
            if given_up.is_set():
                fcitx.close()

    # In a thread, because greeting the bus has no time limit of its own.
    thread = threading.Thread(target=look, name="fcitx", daemon=True)
    thread.start()
    thread.join(_OPENING_SECONDS)
    if thread.is_alive():
        given_up.set()
        return None
    if not found:
        return None
    os.environ["QT_IM_MODULE"] = "compose"
    return found[0]


def _open() -> Fcitx | None:
    if "DBUS_SESSION_BUS_ADDRESS" not in os.environ:
        return None
    try:
        from jeepney import DBusErrorResponse
        from jeepney.io.blocking import open_dbus_connection
    except ImportError:
        return None
    try:
        connection = open_dbus_connection("SESSION", auth_timeout=_REPLY_SECONDS)
    except (OSError, ValueError, RuntimeError, DBusErrorResponse):
        return None
    try:
        return Fcitx(connection)
    except (OSError, ValueError):
        connection.close()
        return None


def _is_x11() -> bool:
    # On Wayland the compositor brings keys to fcitx, and windows do not know where they stand.
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if platform:
        return platform.startswith("xcb")
    return bool(os.environ.get("DISPLAY")) and not os.environ.get("WAYLAND_DISPLAY")


def _qt_has_plugin() -> bool:
    paths = QCoreApplication.libraryPaths()
    return any(list(Path(path, "platforminputcontexts").glob("*fcitx*")) for path in paths)


class InputMethod(QObject):
    """Hands the keys of whatever has the focus to fcitx, and what fcitx makes of them back."""

    def __init__(self, fcitx: Fcitx, application: QApplication) -> None:
        super().__init__(application)
        self._fcitx = fcitx
        self._watched: QObject | None = None
        self._preedit = ""
        self._notifier = QSocketNotifier(fcitx.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._take_in)
        application.focusObjectChanged.connect(self._follow)
        application.aboutToQuit.connect(self.stop)
        self._follow(application.focusObject())

    def _follow(self, focus: QObject | None) -> None:
        """Watch what has the focus now, if text can be typed there."""
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._preedit = ""
        self._watched = focus if focus is not None and _takes_text(focus) else None
        if self._watched is not None:
            self._watched.installEventFilter(self)
        self._tell("FocusIn" if self._watched is not None else "FocusOut")

    def _pass_key(self, key: QKeyEvent) -> bool:
        """Let fcitx look at a key; return whether it took it."""
        # Keys that no keyboard sent, as those of a test, have no native key.
        if not key.nativeVirtualKey() or not self._fcitx.is_there:
            return False
        self._tell_place()
        try:
            (taken,) = self._fcitx.ask(
                "ProcessKeyEvent",
                "uuubu",
                key.nativeVirtualKey(),
                key.nativeScanCode(),
                key.nativeModifiers(),
                key.type() == QEvent.Type.KeyRelease,
                key.timestamp() & 0xFFFFFFFF,
            )
        except (OSError, ValueError):
            self._fall_silent()
            return False
        # What fcitx said before its reply belongs before this key.
        self._take_in()
        return bool(taken)

    def _take_in(self) -> None:
        """Act on what fcitx has said."""
        try:
            signals = self._fcitx.heard()
        except (OSError, ValueError):
            self.stop()
            return
        for name, values in signals:
            match name, values:
                case "NameOwnerChanged", (_, _, str(owner)):
                    self._meet(owner)
                case _ if not self._fcitx.is_there:
                    # A late answer to a key that has been typed without fcitx.
                    pass
                case "CommitString", (str(text),):
                    self._compose("", commit=text)
                case "UpdateFormattedPreedit", (list(pieces), int(cursor)):
                    self._compose("".join(text for text, _ in pieces), cursor)

    def _meet(self, owner: str) -> None:
        """Greet a fcitx that has come, or part from one that has gone."""
        self._fall_silent()
        if not owner:
            return
        try:
            self._fcitx.greet(owner)
        except (OSError, ValueError):
            return
        self._tell("FocusIn" if self._watched is not None else "FocusOut")

    def _compose(self, preedit: str, cursor: int = -1, commit: str = "") -> None:
        """Show `preedit` where text is being typed; `cursor` counts its UTF-8 bytes, -1 hides the cursor."""
        if self._watched is None or not isValid(self._watched):
            return
        kinds = QInputMethodEvent.AttributeType
        attributes = []
        if preedit:
            underlined = QTextCharFormat()
            underlined.setFontUnderline(True)
            attributes.append(
                QInputMethodEvent.Attribute(kinds.TextFormat, 0, _qt_length(preedit), underlined)
            )
            before = preedit.encode()[: max(cursor, 0)].decode(errors="ignore")
            attributes.append(
                QInputMethodEvent.Attribute(kinds.Cursor, _qt_length(before), int(cursor >= 0), None)
            )
        elif not commit and not self._preedit:
            return
        self._preedit = preedit
        event = QInputMethodEvent(preedit, attributes)
        event.setCommitString(commit)
        QCoreApplication.sendEvent(self._watched, event)

    def _finish(self) -> None:
        """Leave what is being composed as it stands in the text."""
        if self._preedit:
            self._compose("", commit=self._preedit)
            self._tell("Reset")

    def _tell_place(self) -> None:
        """Tell fcitx where the cursor stands, so that its candidates appear below it."""
        widget = self._watched
        if not isinstance(widget, QWidget):
            return
        query = QInputMethodQueryEvent(Qt.InputMethodQuery.ImCursorRectangle)
        QCoreApplication.sendEvent(widget, query)
        cursor = query.value(Qt.InputMethodQuery.ImCursorRectangle)
        if not isinstance(cursor, QRect):
            return
        # fcitx counts the screen's own dots, of which a scaled screen has several to one of ours.
        scale, origin = widget.devicePixelRatioF(), widget.screen().geometry().topLeft()
        place: QPoint = origin + (widget.mapToGlobal(cursor.topLeft()) - origin) * scale
        size = cursor.size() * scale
        self._tell("SetCursorRect", "iiii", place.x(), place.y(), size.width(), size.height())

    def _tell(self, member: str, signature: str = "", *values: object) -> None:
        if not self._fcitx.is_there:
            return
        try:
            self._fcitx.tell(member, signature, *values)
        except OSError:
            self._fall_silent()

    def _fall_silent(self) -> None:
        """Do without fcitx until another one comes."""
        self._fcitx.part()
        self._compose("", commit=self._preedit)

    def stop(self) -> None:
        """Do without fcitx for good."""
        self._fall_silent()
        self._notifier.setEnabled(False)
        self._fcitx.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = QEvent.Type
        kind = event.type()
        if kind in (kinds.KeyPress, kinds.KeyRelease) and isinstance(event, QKeyEvent):
            return self._pass_key(event)
        if kind == kinds.ShortcutOverride and self._preedit:
            # While a word is being composed, Esc and Enter mean the word and not the window.
            event.accept()
            return True
        if kind in (kinds.FocusAboutToChange, kinds.FocusOut, kinds.MouseButtonPress):
            self._finish()
        return False


def _takes_text(focus: QObject) -> bool:
    query = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled)
    QGuiApplication.sendEvent(focus, query)
    return bool(query.value(Qt.InputMethodQuery.ImEnabled))


def _qt_length(text: str) -> int:
    """How many places `text` takes in Qt, which counts a rare character as two."""
    return len(text.encode("utf-16-le")) // 2
