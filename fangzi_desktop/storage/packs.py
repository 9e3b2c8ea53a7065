"""The one file that carries data between an office and a laptop: whole, signed, and sealed if wished.

A package is a head and a body. The head is JSON: what the package is for, the SHA-256 and size of the body
and the public key; the Ed25519 signature behind it covers it all. The body is a zip archive of a few known
names, encrypted with age if there is a password. So no byte can change without being noticed, and nothing of
a package is unpacked before that is certain.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
import json
import os
import re
import secrets
import shutil
import struct
import tempfile
import uuid
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.storage.attachments import MOST_BYTES, Attachments
from fangzi_desktop.storage.database import flush_to_disk

FORMAT: Final = 1
OUT, RETURN = "out", "return"
MANIFEST, ACTS, ROWS, DATABASE = "manifest.json", "acts.json", "rows.json", "data.db"

_MAGIC: Final = b"FZPACK\r\n"
_LENGTH = struct.Struct(">I")
_SIGNATURE_BYTES = 64
_MOST_HEAD_BYTES = 1 << 16
_MOST_JSON_BYTES = 1 << 27
# An object takes up to two hundred bytes of memory, however short its text.
_MOST_JSON_OBJECTS = 3_000_000
_MOST_BODY_BYTES = 1 << 50
# Journals and databases of our own shrink to a thirtieth at most.
_MOST_RATIO = 300
_MOST_DATABASE_BYTES = 1 << 32
_MOST_MEMBERS = 200_000
_PIECE = 1 << 20
# Kept from memory up to this size, so that photos are written to the disk once.
_SMALL_BYTES = 1 << 25
# A file written as a stream says its sizes behind its bytes, and its name is in UTF-8.
_FLAGS = 0x08 | 0x800
PLACE: Final = ".fzpack-"
_HALF_CHARACTER = re.compile(rb"(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]")
_ATTACHMENT = re.compile(r"attachments/([0-9a-f]{64})")

Step = Callable[[int, int], None]
"""Hears how many of how many bytes are done, and may raise to end it."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the body: bytes, or a path whose content is copied."""

    name: str
    source: bytes | Path


def new_id() -> str:
    """Make an id for a hand-out or a copy."""
    return str(uuid.uuid4())


def new_key() -> str:
    """Make a private key, hexadecimal."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.generate().private_bytes_raw().hex()


def public_key(private: str) -> str:
    """Return the public key of a private one, hexadecimal."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private)).public_key().public_bytes_raw().hex()


def write_package(
    target: Path,
    kind: str,
    head: Mapping[str, Any],
    members: list[Member],
    *,
    key: str,
    password: str | None = None,
    place: Path | None = None,
    step: Step | None = None,
) -> int:
    """Write a package beside `target` and put it in its place when it is whole; return its size in bytes.

    `place` is a folder for what must not lie unsealed on somebody's stick; the system's if none is given.
    Raises `UserError` ``field.not_written`` with the reason of the system; then `target` is as it was.
    """
    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        with _told("field.not_written", target):
            _clear_stumps(target)
            with partial.open("xb") as file:
                if password:
                    _write_sealed(file, {**head, "kind": kind}, members, key, password, place, step)
                else:
                    with _signed(file, {**head, "kind": kind, "wrap": None}, key) as body:
                        _write_body(body, members, step)
            flush_to_disk(partial)
            partial.replace(target)
            flush_to_disk(target)
            return target.stat().st_size
    finally:
        with contextlib.suppress(OSError):
            partial.unlink()


def _clear_stumps(target: Path) -> None:
    """Take away what was left by writing this very file when that was cut off."""
    for path in target.parent.iterdir():
        if path.name.startswith(f".{target.name}.") and path.suffix == ".part":
            with contextlib.suppress(OSError):
                path.unlink()


def clear_places(folder: Path) -> None:
    """Take away what was left in a team folder by a hand-out or a merge that was cut off."""
    for path in folder.glob(f"{PLACE}*"):
        shutil.rmtree(path, ignore_errors=True)


class _Digesting:
    """A file that is written once from its beginning to its end, and what was written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()
        self.size = 0

    def write(self, piece: Any) -> int:
        self.digest.update(piece)
        self.size += len(piece)
        return self._file.write(piece)

    def flush(self) -> None:
        self._file.flush()


@contextmanager
def _signed(file: IO[bytes], head: Mapping[str, Any], key: str) -> Iterator[_Digesting]:
    """Leave room for the head, let the body be written, and write the head that signs it."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    said = {**head, "format": FORMAT, "key": public_key(key), "sha256": "0" * 64, "size": _MOST_BODY_BYTES}
    room = len(_text_of(said))
    file.write(bytes(len(_MAGIC) + _LENGTH.size + room + _SIGNATURE_BYTES))
    body = _Digesting(file)
    yield body
    text = _text_of(said | {"sha256": body.digest.hexdigest(), "size": body.size}).ljust(room)
    start = _MAGIC + _LENGTH.pack(room) + text
    file.seek(0)
    file.write(start + Ed25519PrivateKey.from_private_bytes(bytes.fromhex(key)).sign(start))


def _text_of(head: Mapping[str, Any]) -> bytes:
    return json.dumps(head, ensure_ascii=False, sort_keys=True).encode()


def _write_sealed(
    file: IO[bytes],
    head: Mapping[str, Any],
    members: list[Member],
    key: str,
    password: str,
    place: Path | None,
    step: Step | None,
) -> None:
    """Write a body encrypted to a key of its own, which the head holds sealed with the password.

    So the slow derivation from a password is done for one line, and gigabytes pass through as a stream.
    """
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    wrapped = pyrage.passphrase.encrypt(str(identity).encode(), password)
    with tempfile.TemporaryDirectory(dir=place, prefix=PLACE) as folder:
        plain = Path(folder) / "plain"
        with plain.open("wb") as body:
            _write_body(body, members, step)
        with (
            plain.open("rb") as source,
            _signed(file, {**head, "wrap": base64.b64encode(wrapped).decode()}, key) as sealed,
        ):
            pyrage.encrypt_io(source, sealed, [identity.to_public()])


def _write_body(body: Any, members: list[Member], step: Step | None) -> None:
    total = sum(_size(member) for member in members)
    done = 0
    with zipfile.ZipFile(body, "w", allowZip64=True) as archive:
        for member in members:
            packed = zipfile.ZIP_STORED if _ATTACHMENT.fullmatch(member.name) else zipfile.ZIP_DEFLATED
            info = zipfile.ZipInfo(member.name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = packed
            with archive.open(info, "w", force_zip64=True) as file:
                for piece in _pieces(member):
                    file.write(piece)
                    done += len(piece)
                    if step is not None:
                        step(done, total)


def _size(member: Member) -> int:
    return len(member.source) if isinstance(member.source, bytes) else member.source.stat().st_size


def _pieces(member: Member) -> Iterator[bytes]:
    if isinstance(member.source, bytes):
        yield member.source
        return
    with member.source.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


class Package:
    """A package that was verified and is open for reading."""

    def __init__(self, head: Mapping[str, Any], archive: zipfile.ZipFile) -> None:
        self.head = head
        self._archive = archive
        self._members = {info.filename: info for info in archive.infolist()}

    @property
    def attachments(self) -> dict[str, int]:
        """The SHA-256 of every attached file, with its size in bytes."""
        return {
            found[1]: info.file_size
            for name, info in self._members.items()
            if (found := _ATTACHMENT.fullmatch(name))
        }

    def json(self, name: str) -> Any:
        """Return what a JSON member says; raises `UserError` ``field.damaged`` if it is none."""
        try:
            text = self._archive.read(self._members[name])
            if text.count(b"[") + text.count(b"{") > _MOST_JSON_OBJECTS or _HALF_CHARACTER.search(text):
                raise UserError("field.damaged")
            return json.loads(text.decode("utf-8"), parse_constant=_refuse_constant)
        except (KeyError, ValueError, RecursionError) as error:
            raise UserError("field.damaged") from error

    def extract(self, name: str, target: Path) -> None:
        """Write a member to a new file."""
        if name not in self._members:
            raise UserError("field.damaged")
        with self._archive.open(self._members[name]) as source, target.open("xb") as file:
            shutil.copyfileobj(source, file, _PIECE)
        flush_to_disk(target)

    def keep(self, store: Attachments, step: Step | None = None) -> None:
        """Keep the attached files among a team's own, durably, those that are not there yet.

        Raises `UserError` ``field.damaged`` if one is not what its name says.
        """
        found = self.attachments
        total, done = sum(found.values()), 0
        for sha256, size in found.items():
            if not store.path_of(sha256).is_file():
                self._keep_one(store, sha256, size)
            done += size
            if step is not None:
                step(done, total)

    def _keep_one(self, store: Attachments, sha256: str, size: int) -> None:
        name = f"attachments/{sha256}"
        if size <= _SMALL_BYTES:
            body = self._archive.read(self._members[name])
            if hashlib.sha256(body).hexdigest() != sha256:
                raise UserError("field.damaged")
            store.put(body, sha256)
            return
        with tempfile.TemporaryDirectory(dir=store.team, prefix=PLACE) as place:
            self.extract(name, Path(place) / sha256)
            if store.put(Path(place) / sha256, sha256).sha256 != sha256:
                raise UserError("field.damaged")


def _refuse_constant(text: str) -> float:
    raise ValueError(f"{text} is no JSON")


@contextmanager
def opened(
    path: Path,
    kind: str,
    password: str | None = None,
    step: Step | None = None,
    *,
    place: Path | None = None,
) -> Iterator[Package]:
    """Verify a package and open it; `place` is a folder for what was sealed, the system's if none is given.

    Raises `UserError`: ``field.unreadable``, ``field.not_a_package``, ``field.damaged`` (not one byte may
    differ), ``field.newer_format``, ``field.is_out``, ``field.is_return`` (the other kind is asked for),
    ``field.needs_password``, ``field.wrong_password``.
    """
    with _told("field.unreadable", path), path.open("rb") as file, contextlib.ExitStack() as stack:
        head = _head_of_kind(file, kind)
        start = file.tell()
        _check_body(file, head, step)
        body: IO[bytes] = io.BufferedReader(_Part(file, start, head["size"]), _PIECE)
        if head["wrap"] is not None:
            body = stack.enter_context(_unsealed(body, str(head["wrap"]), password, place))
        archive = stack.enter_context(_archive(body))
        yield Package(head, archive)


def head_of(path: Path, kind: str) -> dict[str, Any]:
    """Verify and read the head of a package alone; refusals are those of `opened` but for its body's."""
    with _told("field.unreadable", path), path.open("rb") as file:
        return _head_of_kind(file, kind)


def _head_of_kind(file: IO[bytes], kind: str) -> dict[str, Any]:
    head = _head(file)
    if head["format"] > FORMAT:
        raise UserError("field.newer_format")
    if head["format"] < FORMAT:
        raise UserError("field.damaged")
    if head["kind"] != kind:
        raise UserError("field.is_return" if kind == OUT else "field.is_out")
    return head


def _head(file: IO[bytes]) -> dict[str, Any]:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    magic = file.read(len(_MAGIC))
    if magic != _MAGIC:
        raise UserError("field.not_a_package", name=Path(getattr(file, "name", "")).name)
    length = file.read(_LENGTH.size)
    if len(length) < _LENGTH.size or _LENGTH.unpack(length)[0] > _MOST_HEAD_BYTES:
        raise UserError("field.damaged")
    text = file.read(_LENGTH.unpack(length)[0])
    signature = file.read(_SIGNATURE_BYTES)
    try:
        head = json.loads(text)
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(head["key"]))
        key.verify(signature, magic + length + text)
    except (InvalidSignature, ValueError, TypeError, KeyError, RecursionError) as error:
        raise UserError("field.damaged") from error
    expected = {"format": int, "kind": str, "sha256": str, "size": int}
    if not all(isinstance(head.get(name), kind) for name, kind in expected.items()) or "wrap" not in head:
        raise UserError("field.damaged")
    whole: dict[str, Any] = head
    return whole


def _check_body(file: IO[bytes], head: Mapping[str, Any], step: Step | None) -> None:
    digest, done = hashlib.sha256(), 0
    while piece := file.read(_PIECE):
        digest.update(piece)
        done += len(piece)
        if step is not None:
            step(min(done, head["size"]), head["size"])
    if done != head["size"] or digest.hexdigest() != head["sha256"]:
        raise UserError("field.damaged")


class _Part(io.RawIOBase):
    """A stretch of a file as a file of its own, for reading; closing it leaves the file open."""

    def __init__(self, file: IO[bytes], start: int, size: int) -> None:
        self._file, self._start, self._size, self._at = file, start, size, 0

    def readinto(self, buffer: Any) -> int:
        self._file.seek(self._start + self._at)
        piece = self._file.read(min(len(buffer), max(self._size - self._at, 0)))
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        before = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        if before + offset < 0:
            raise ValueError("a place before the beginning")
        self._at = before + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True


@contextmanager
def _unsealed(body: IO[bytes], wrap: str, password: str | None, place: Path | None) -> Iterator[IO[bytes]]:
    import pyrage

    if not password:
        raise UserError("field.needs_password")
    try:
        identity = pyrage.passphrase.decrypt(base64.b64decode(wrap), password)
    except (pyrage.DecryptError, ValueError) as error:
        raise UserError("field.wrong_password") from error
    with tempfile.TemporaryDirectory(dir=place, prefix=PLACE) as folder:
        plain = Path(folder) / "plain"
        try:
            with plain.open("wb") as file:
                pyrage.decrypt_io(body, file, [pyrage.x25519.Identity.from_str(identity.decode())])
        except (pyrage.DecryptError, pyrage.IdentityError, ValueError) as error:
            raise UserError("field.damaged") from error
        with plain.open("rb") as file:
            yield file


@contextmanager
def _archive(body: IO[bytes]) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(body)
    except _NO_ARCHIVE as error:
        raise UserError("field.damaged") from error
    with archive:
        _check_members(archive.infolist())
        try:
            yield archive
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise UserError("field.damaged") from error


_NO_ARCHIVE = (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, OverflowError, struct.error)


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    """Refuse names that are none of ours, the same one twice, and sizes that nobody needs."""
    most = {MANIFEST: _MOST_JSON_BYTES, ACTS: _MOST_JSON_BYTES, ROWS: _MOST_JSON_BYTES}
    most[DATABASE] = _MOST_DATABASE_BYTES
    seen: set[str] = set()
    if len(members) > _MOST_MEMBERS:
        raise UserError("field.damaged")
    for info in members:
        if info.flag_bits & ~_FLAGS or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UserError("field.damaged")
        is_attachment = _ATTACHMENT.fullmatch(info.filename) is not None
        limit = MOST_BYTES if is_attachment else most.get(info.filename, -1)
        if is_attachment:
            fits = info.compress_type == zipfile.ZIP_STORED and info.file_size == info.compress_size
        else:
            fits = info.file_size <= _MOST_RATIO * (info.compress_size + _PIECE)
        if info.filename in seen or not 0 <= info.file_size <= limit or not fits:
            raise UserError("field.damaged")
        seen.add(info.filename)


@contextmanager
def _told(code: str, path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UserError(code, path=str(path), reason=error) from error
