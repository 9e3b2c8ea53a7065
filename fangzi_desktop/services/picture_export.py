"""Copies of a picture that may leave the office: without personal data, or marked with what it shows."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.services.pictures import as_jpeg, held, is_heif, whole_picture

if TYPE_CHECKING:
    from PIL import ImageFont

_QUALITY = 92
_RE_ENCODED_QUALITY = 95
_START_OF_SCAN, _END, _COMMENT = 0xDA, 0xD9, 0xFE
# JFIF and Adobe say how colours are coded; everything else in these segments is about people and places.
_APP0, _APP1, _APP2, _APP14, _APP15 = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF
_COLOUR_PROFILE = b"ICC_PROFILE\0"
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs"}
    | {b"bKGD", b"acTL", b"fcTL", b"fdAT"}
)


def ending_without_personal(name: str, data: bytes) -> str:
    """The ending that a copy without personal data gets: its own kind's, or that of what it becomes."""
    if data.startswith(b"\xff\xd8"):
        return ".jpg"
    if _is_webp(data):
        return ".webp"
    return ".jpg" if is_heif(data) else ".png"


def without_personal(source: Path, name: str, data: bytes) -> bytes:
    """Return a picture with nothing in it but the picture: no place, time, camera, maker's note or preview.

    JPEG, PNG and WebP keep their very pixels, as only what stands around them is taken away; how the camera
    was held is kept, since the picture would lie on its side. HEIC becomes an upright JPEG, the rest PNG.
    Raises `UserError` ``photo.broken`` and as `pictures.look_at` does.
    """
    try:
        if data.startswith(b"\xff\xd8"):
            return _bare_jpeg(data, held(source, name))
        if data.startswith(_PNG_HEAD):
            return _bare_png(data, held(source, name))
        if _is_webp(data):
            return _bare_webp(data, held(source, name))
    except (ValueError, IndexError, struct.error) as error:
        raise UserError("photo.broken", name=name) from error
    picture = whole_picture(source, name)
    if is_heif(data):
        return as_jpeg(picture, _RE_ENCODED_QUALITY, 0)
    target = io.BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()


def watermarked(source: Path, name: str, lines: Sequence[str]) -> bytes:
    """Return an upright JPEG with lines written on a dark band at its foot, and nothing the camera wrote.

    Raises `UserError` ``report.no_font`` and as `pictures.look_at` does.
    """
    from PIL import Image, ImageDraw

    picture = whole_picture(source, name)
    size, rows = _set(lines, picture.width, picture.height)
    margin, pitch = size * 3 // 4, size * 3 // 2
    high = min(picture.height, pitch * len(rows) + 2 * margin)
    top = picture.height - high
    band = picture.crop((0, top, picture.width, picture.height))
    # Dark enough for white letters on snow and concrete, and what lies below can still be made out.
    picture.paste(Image.blend(band, Image.new("RGB", band.size, (0, 0, 0)), 0.6), (0, top))
    pen, font = ImageDraw.Draw(picture), _font(size)
    for place, row in enumerate(rows):
        pen.text((margin, top + margin + place * pitch), row, fill="white", font=font)
    return as_jpeg(picture, _QUALITY, 0)


def _set(lines: Sequence[str], width: int, height: int) -> tuple[int, list[str]]:
    """The size of the letters, and the lines broken where they are wider than the picture."""
    size = max(11, min(width, height) // 32)
    font = _font(size)
    rows = []
    for line in lines:
        row = ""
        for char in line:
            if row and font.getlength(row + char) > width - 2 * size:
                rows.append(row)
                row = ""
            row += char
        rows.append(row)
    return size, rows


def _font(size: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    from fangzi_desktop.reports.fonts import FontBook, Role

    return ImageFont.truetype(FontBook().face(Role.HEADING).name, size)


def _exif(orientation: int) -> bytes:
    """EXIF with nothing but how the camera was held."""
    return b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01" + struct.pack(">HH", orientation, 0) + b"\0\0\0\0"


def _bare_jpeg(data: bytes, orientation: int) -> bytes:
    bare, at = bytearray(data[:2]), 2
    if orientation != 1:
        told = b"Exif\0\0" + _exif(orientation)
        bare += struct.pack(">BBH", 0xFF, _APP1, len(told) + 2) + told
    while True:
        while data[at] == 0xFF and data[at + 1] == 0xFF:
            at += 1
        if data[at] != 0xFF:
            raise ValueError("no marker where one must stand")
        kind = data[at + 1]
        if kind == _END:
            # What lies behind the end is a second picture with tags of its own, or a film.
            return bytes(bare + b"\xff\xd9")
        end = at + 2 + struct.unpack_from(">H", data, at + 2)[0]
        body = data[at + 4 : end]
        if _is_of_the_picture(kind, body):
            bare += data[at:end]
        if kind == _START_OF_SCAN:
            after = _end_of_scan(data, end)
            bare += data[end:after]
            end = after
        at = end


def _is_of_the_picture(kind: int, body: bytes) -> bool:
    if kind == _APP0:
        return body.startswith(b"JFIF\0")
    if kind == _APP2:
        return body.startswith(_COLOUR_PROFILE)
    if kind == _APP14:
        return body.startswith(b"Adobe")
    return kind != _COMMENT and not _APP1 <= kind <= _APP15


def _end_of_scan(data: bytes, at: int) -> int:
    while True:
        at = data.index(b"\xff", at)
        # A stuffed zero and the restart marks belong to the scan.
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2


def _bare_png(data: bytes, orientation: int) -> bytes:
    import zlib

    bare, at = bytearray(_PNG_HEAD), len(_PNG_HEAD)
    while True:
        size, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + size
        if end > len(data):
            raise ValueError("a chunk is cut short")
        if kind in _PNG_KEPT:
            bare += data[at:end]
        if kind == b"IHDR" and orientation != 1:
            told = b"eXIf" + _exif(orientation)
            bare += struct.pack(">I", len(told) - 4) + told + struct.pack(">I", zlib.crc32(told))
        if kind == b"IEND":
            return bytes(bare)
        at = end


def _bare_webp(data: bytes, orientation: int) -> bytes:
    chunks, at = [], 12
    whole = min(len(data), 8 + struct.unpack_from("<I", data, 4)[0])
    while at + 8 <= whole:
        kind, size = struct.unpack_from("<4sI", data, at)
        body = data[at + 8 : at + 8 + size]
        if len(body) != size:
            raise ValueError("a chunk is cut short")
        if kind in (b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"):
            chunks.append((kind, body))
        at += 8 + size + size % 2
    if chunks and chunks[0][0] == b"VP8X":
        told = 0x08 if orientation != 1 else 0
        flags = chunks[0][1][0] & ~0x0C | told
        chunks[0] = (b"VP8X", bytes([flags]) + chunks[0][1][1:])
        if told:
            chunks.append((b"EXIF", _exif(orientation)))
    body = b"".join(
        struct.pack("<4sI", kind, len(one)) + one + b"\0" * (len(one) % 2) for kind, one in chunks
    )
    return struct.pack("<4sI4s", b"RIFF", len(body) + 4, b"WEBP") + body


def _is_webp(data: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"
