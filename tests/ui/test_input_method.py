"""Chinese typing through fcitx, played by a peer that speaks D-Bus on a real socket."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from fangzi_desktop.ui import input_method
from fangzi_desktop.ui.input_method import InputMethod

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="fcitx runs on Linux")

DICTIONARY = {"nihao": "你好", "hong": "𬭎"}
CONTEXT = "/org/freedesktop/portal/inputcontext/1"


class Peer:
    """A bus and the fcitx on it in one: composes letters, and a space makes words of DICTIONARY of them."""

    def __init__(self, path: Path) -> None:
        self.address = f"unix:path={path}"
        self.owner = ":1.7"
        self.is_mute = False
        self.has_fcitx = True
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self._letters = ""
        self._serial = 0
        self._lock = threading.Lock()
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        self._listener.listen()
        self._wire: socket.socket | None = None
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def members(self) -> list[str]:
        return [member for member, _ in self.calls]

    def signal(
        self, path: str, interface: str, sender: str, name: str, signature: str, *body: object
    ) -> None:
        from jeepney import DBusAddress, HeaderFields, new_signal

        message = new_signal(DBusAddress(path, interface=interface), name, signature, body)
        message.header.fields[HeaderFields.sender] = sender
        self._send(message)

    def owner_changed(self, new: str) -> None:
        """Say that fcitx has gone (no new owner) or come."""
        old, self.owner, self._letters = self.owner, new, ""
        bus = "org.freedesktop.DBus"
        names = ("org.freedesktop.portal.Fcitx", old, new)
        self.signal("/org/freedesktop/DBus", bus, bus, "NameOwnerChanged", "sss", *names)

    def close(self) -> None:
        """End the bus."""
        for end in (self._wire, self._listener):
            if end is not None:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()
        self._thread.join(2)

    def _send(self, message: Any) -> None:
        assert self._wire is not None
        with self._lock:
            self._serial += 1
            self._wire.sendall(message.serialise(serial=self._serial))

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            self._wire, _ = self._listener.accept()
            greeting = b""
            while b"BEGIN\r\n" not in greeting:
                greeting += (said := self._wire.recv(1024))
                if not said:
                    return
                if b"AUTH" in said:
                    self._wire.sendall(b"OK 1234deadbeef\r\n")
            self._converse(self._wire, greeting.partition(b"BEGIN\r\n")[2])

    def _converse(self, wire: socket.socket, data: bytes) -> None:
        from jeepney import Parser

        parser = Parser()
        while True:
            for message in parser.feed(data):
                self._answer(message)
            data = wire.recv(4096)
            if not data:
                return

    def _answer(self, message: Any) -> None:
        from jeepney import HeaderFields, new_error, new_method_return

        member = message.header.fields[HeaderFields.member]
        self.calls.append((member, message.body))
        if member == "Hello":
            reply = new_method_return(message, "s", (":1.1",))
        elif member == "AddMatch":
            reply = new_method_return(message)
        elif member == "GetNameOwner" and self.has_fcitx:
            reply = new_method_return(message, "s", (self.owner,))
        elif member == "CreateInputContext":
            reply = new_method_return(message, "oay", (CONTEXT, b"1"))
        elif member == "ProcessKeyEvent":
            if self.is_mute:
                return
            reply = new_method_return(message, "b", (self._take(message.body),))
        elif member == "GetNameOwner":
            reply = new_error(message, "org.freedesktop.DBus.Error.NameHasNoOwner")
        else:
            return
        self._send(reply)

    def _take(self, key: tuple[Any, ...]) -> bool:
        symbol, _, _, is_release, _ = key
        if is_release:
            return False
        if chr(symbol).isalpha():
            self._letters += chr(symbol)
            self._compose("UpdateFormattedPreedit", "a(si)i", [(self._letters, 8)], len(self._letters))
            return True
        if symbol == ord(" ") and self._letters:
            self._compose("CommitString", "s", DICTIONARY[self._letters])
            self._letters = ""
            self._compose("UpdateFormattedPreedit", "a(si)i", [], -1)
            return True
        return False

    def _compose(self, name: str, signature: str, *body: object) -> None:
        self.signal(CONTEXT, "org.fcitx.Fcitx.InputContext1", self.owner, name, signature, *body)


class Line(QLineEdit):
    """An input line that remembers the text being composed in it."""

    preedit = ""

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.preedit = event.preeditString()
        super().inputMethodEvent(event)


Lines = tuple[Line, Line]


@pytest.fixture
def on_x11(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    monkeypatch.setenv("QT_IM_MODULE", "fcitx")


@pytest.fixture
def peer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, on_x11: None) -> Iterator[Peer]:
    bus = Peer(tmp_path / "bus")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
    yield bus
    bus.close()


@pytest.fixture
def lines(qtbot: QtBot) -> Iterator[Lines]:
    """Two input lines in a shown window, the first with the focus."""
    window = QWidget()
    qtbot.addWidget(window)
    first, second = Line(window), Line(window)
    second.move(0, 40)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    yield first, second


@pytest.fixture
def method(peer: Peer, qapp: QApplication, lines: Lines) -> Iterator[InputMethod]:
    fcitx = input_method.find()
    assert fcitx is not None
    method = InputMethod(fcitx, qapp)
    yield method
    method.stop()
    method.deleteLater()


def press(line: Line, text: str, kind: QEvent.Type = QEvent.Type.KeyPress) -> None:
    """Press keys as a keyboard would, with their X11 symbols."""
    for char in text:
        event = QKeyEvent(kind, ord(char.upper()), Qt.KeyboardModifier.NoModifier, 38, ord(char), 0, char)
        QCoreApplication.sendEvent(line, event)


@pytest.mark.usefixtures("method")
@pytest.mark.parametrize("pinyin", list(DICTIONARY))
def test_pinyin_becomes_chinese(lines: Lines, pinyin: str) -> None:
    press(lines[0], pinyin)
    assert (lines[0].text(), lines[0].preedit) == ("", pinyin)
    press(lines[0], " ")
    assert (lines[0].text(), lines[0].preedit) == (DICTIONARY[pinyin], "")


@pytest.mark.usefixtures("method")
def test_a_key_fcitx_does_not_want_is_typed(lines: Lines) -> None:
    press(lines[0], "2023 ")
    assert lines[0].text() == "2023 "


def test_qt_is_kept_from_answering_too(peer: Peer, method: InputMethod) -> None:
    assert os.environ["QT_IM_MODULE"] == "compose"


@pytest.mark.usefixtures("method")
def test_what_is_being_composed_stays_where_it_was_when_the_focus_moves_on(
    peer: Peer, lines: Lines, qtbot: QtBot
) -> None:
    press(lines[0], "nihao")
    lines[1].setFocus()
    assert (lines[0].text(), lines[1].text()) == ("nihao", "")
    qtbot.waitUntil(lambda: peer.members()[-2:] == ["Reset", "FocusIn"])


@pytest.mark.usefixtures("method")
def test_nothing_is_composed_in_a_line_that_cannot_be_changed(peer: Peer, lines: Lines, qtbot: QtBot) -> None:
    lines[1].setReadOnly(True)
    lines[1].setFocus()
    qtbot.waitUntil(lambda: peer.members()[-1] == "FocusOut")
    press(lines[1], "nihao")
    assert "ProcessKeyEvent" not in peer.members()


@pytest.mark.usefixtures("method")
def test_escape_means_the_word_and_not_the_window_while_composing(lines: Lines) -> None:
    def is_kept_from_shortcuts() -> bool:
        escape = QKeyEvent(
            QEvent.Type.ShortcutOverride, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier, 9, 0xFF1B, 0
        )
        escape.ignore()
        QCoreApplication.sendEvent(lines[0], escape)
        return escape.isAccepted()

    assert not is_kept_from_shortcuts()
    press(lines[0], "ni")
    assert is_kept_from_shortcuts()


@pytest.mark.usefixtures("method")
def test_a_fcitx_that_does_not_reply_costs_half_a_second_once(peer: Peer, lines: Lines) -> None:
    peer.is_mute = True
    began = time.monotonic()
    press(lines[0], "nihao")
    assert time.monotonic() - began < 2 * input_method._REPLY_SECONDS
    assert lines[0].text() == "nihao"


@pytest.mark.usefixtures("method")
def test_a_fcitx_that_ends_leaves_plain_typing_and_one_that_comes_is_used(
    peer: Peer, lines: Lines, qtbot: QtBot
) -> None:
    press(lines[0], "ni")
    peer.owner_changed("")
    qtbot.waitUntil(lambda: lines[0].text() == "ni")
    press(lines[0], "x ")
    assert lines[0].text() == "nix "
    peer.owner_changed(":1.8")
    qtbot.waitUntil(lambda: peer.members().count("FocusIn") == 2)
    press(lines[0], "nihao ")
    assert lines[0].text() == "nix 你好"


@pytest.mark.usefixtures("method")
def test_a_bus_that_ends_leaves_plain_typing(peer: Peer, lines: Lines, qtbot: QtBot) -> None:
    press(lines[0], "ni")
    peer.close()
    qtbot.waitUntil(lambda: lines[0].text() == "ni")
    press(lines[0], "x ")
    assert lines[0].text() == "nix "


def _no_bus(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)


def _bus_is_gone(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={folder / 'gone'}")


def _bus_is_elsewhere(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "tcp:host=localhost,port=1")


def _address_is_nonsense(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "无")


@pytest.mark.usefixtures("on_x11")
@pytest.mark.parametrize("lack", [_no_bus, _bus_is_gone, _bus_is_elsewhere, _address_is_nonsense])
def test_without_a_bus_there_is_no_fcitx(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    lack: Callable[[pytest.MonkeyPatch, Path], None],
) -> None:
    lack(monkeypatch, tmp_path)
    assert input_method.find() is None


def test_without_jeepney_there_is_no_fcitx(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jeepney.io.blocking", None)
    assert input_method.find() is None
    assert peer.calls == []


def test_a_desktop_without_fcitx_keeps_its_own_way(peer: Peer) -> None:
    peer.has_fcitx = False
    assert input_method.find() is None
    assert os.environ["QT_IM_MODULE"] == "fcitx"


@pytest.mark.usefixtures("on_x11")
def test_a_bus_that_says_nothing_does_not_hold_up_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "bus"))
        silent.listen()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'bus'}")
        began = time.monotonic()
        assert input_method.find() is None
        assert time.monotonic() - began < 2 * input_method._OPENING_SECONDS


def test_a_qt_with_its_own_plugin_speaks_to_fcitx_itself(
    peer: Peer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "platforminputcontexts"
    folder.mkdir()
    (folder / "libfcitx5platforminputcontextplugin.so").touch()
    monkeypatch.setattr(QCoreApplication, "libraryPaths", lambda: [str(tmp_path)])
    assert input_method.find() is None
    assert peer.calls == []


def test_on_wayland_the_compositor_speaks_to_fcitx(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert input_method.find() is None
    assert peer.calls == []
