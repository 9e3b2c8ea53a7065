"""Photos made for tests: as cameras, phones and broken cards write them."""

from __future__ import annotations

import io
import struct
from pathlib import Path

from PIL import Image, ImageDraw

PHONE = Path(__file__).parent / "data" / "phone.heic"
TAKEN = "2023:02:20 09:08:07"
MAKER_NOTE = b"maker note: serial 4711"


def picture(size: tuple[int, int] = (160, 96), colour: tuple[int, int, int] = (30, 90, 160)) -> Image.Image:
    """A picture whose upper left quarter is red, so that turns are seen."""
    made = Image.new("RGB", size, colour)
    ImageDraw.Draw(made).rectangle((0, 0, size[0] // 2, size[1] // 2), fill=(220, 60, 40))
    return made


def exif(taken: str | None = TAKEN, orientation: int = 1, *, place: bool = True) -> Image.Exif:
    """What a phone writes: how it was held, when, where, and its maker's note."""
    made = Image.Exif()
    made[274] = orientation
    made[271] = "Phone"
    inner = made.get_ifd(0x8769)
    inner[37500] = MAKER_NOTE
    if taken is not None:
        inner[36867] = taken
    if place:
        where = made.get_ifd(0x8825)
        where[1], where[2] = "N", (36.0, 42.0, 24.84)
        where[3], where[4] = "E", (119.0, 9.0, 42.12)
    return made


def written(image: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    """A picture as a file."""
    target = io.BytesIO()
    image.save(target, form, **options)  # type: ignore[arg-type]
    return target.getvalue()


def a_photo(
    folder: Path,
    name: str = "IMG_1.jpg",
    *,
    taken: str | None = TAKEN,
    orientation: int = 1,
    colour: tuple[int, int, int] = (30, 90, 160),
    place: bool = True,
) -> Path:
    """A phone's JPEG in a folder."""
    path = folder / name
    path.write_bytes(written(picture(colour=colour), exif=exif(taken, orientation, place=place)))
    return path


def a_bomb() -> bytes:
    """A PNG of some bytes that says it has 400 million pixels."""
    whole = bytearray(written(Image.new("L", (8, 8)), "PNG"))
    struct.pack_into(">II", whole, 16, 20_000, 20_000)
    import zlib

    struct.pack_into(">I", whole, 29, zlib.crc32(bytes(whole[12:29])))
    return bytes(whole)
