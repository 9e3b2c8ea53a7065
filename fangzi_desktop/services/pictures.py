"""Pictures as cameras and phones write them: looked at, made small, and marked. Knows no project."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.photos import camera_moment, degrees
from fangzi_desktop.services.trial import check_decodes

if TYPE_CHECKING:
    from PIL import Image

# A phone's largest photos have 108 million pixels; what says it has more is made to fill the memory.
MOST_PIXELS = 120_000_000

_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "TIFF", "BMP", "GIF")
_ORIENTATION, _TAKEN, _DIGITIZED, _CHANGED = 274, 36867, 36868, 306
_EXIF, _GPS = 0x8769, 0x8825
_QUARTER_TURNS = (5, 6, 7, 8)
_COPY_QUALITY = 82


@dataclass(frozen=True, slots=True)
class Look:
    """What a picture says of itself; its size is that of the picture held upright."""

    width: int
    height: int
    taken_at: datetime | None
    latitude: Decimal | None
    longitude: Decimal | None


def look_at(source: Path, name: str, today: date) -> Look:
    """Read a picture's size and what its camera wrote; what is kept has gone through here.

    Raises `UserError` ``photo.not_a_picture``, ``photo.too_many_pixels`` or ``photo.broken``.
    """
    if is_heif(_head(source)):
        check_decodes(source, name)
    with _opened(source, name) as image:
        width, height = image.size
        if orientation_of(image) in _QUARTER_TURNS:
            width, height = height, width
        tags = _tags(image)
        latitude, longitude = _place(tags.get(_GPS, {}))
        return Look(width, height, _moment(tags, today), latitude, longitude)


def small_copies(source: Path, name: str, sides: Sequence[int]) -> tuple[bytes, ...]:
    """Return upright JPEG copies whose longer side is at most each of `sides`; refusals as `look_at`.

    They are decoded once and hold nothing of what the camera wrote.
    """
    with _opened(source, name) as image:
        orientation = orientation_of(image)
        largest = max(sides)
        # A JPEG decoder can halve while it decodes, which is several times quicker.
        image.draft("RGB", (largest, largest))
        copy = upright(plain_rgb(image, largest), orientation)
        return tuple(as_jpeg(_fitted(copy, side), _COPY_QUALITY) for side in sides)


def whole_picture(source: Path, name: str) -> Image.Image:
    """Return a picture in full size, upright and in RGB; refusals as `look_at`."""
    with _opened(source, name) as image:
        return upright(plain_rgb(image), orientation_of(image))


def held(source: Path, name: str) -> int:
    """How the camera was held, as `orientation_of` counts it; refusals as `look_at`."""
    with _opened(source, name) as image:
        return orientation_of(image)


def orientation_of(image: Image.Image) -> int:
    """How the camera was held, as EXIF counts it: 1 is upright; nonsense counts as upright."""
    found = _tags(image).get(_ORIENTATION, 1)
    return found if isinstance(found, int) and 1 <= found <= 8 else 1


def upright(image: Image.Image, orientation: int) -> Image.Image:
    """Turn a picture as its orientation says."""
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    return image.transpose(turns[orientation]) if orientation in turns else image


def plain_rgb(image: Image.Image, most_side: int | None = None) -> Image.Image:
    """Return a picture in eight-bit RGB, on white where it is transparent; of an animation the first.

    It carries nothing that was written beside it but the profile of its colours.
    """
    # A profile of printer's colours or of greys would tell lies of RGB.
    profile = image.info.get("icc_profile") if image.mode in ("RGB", "RGBA") else None
    plain = _eight_bit_rgb(image, most_side)
    # Pillow writes a comment that it finds here into every file.
    plain.info = {"icc_profile": profile} if profile else {}
    return plain


def _eight_bit_rgb(image: Image.Image, most_side: int | None) -> Image.Image:
    from PIL import Image as Images

    image.load()
    if most_side is not None:
        if image.mode == "P":
            image = image.convert("RGBA")
        if not image.mode.startswith(("I", "F")):
            image.thumbnail((most_side, most_side), Images.Resampling.BILINEAR, reducing_gap=2.0)
    if image.mode.startswith(("I", "F")):
        return _eight_bits(image).convert("RGB")
    if "A" in image.mode or "transparency" in image.info:
        clear = image.convert("RGBA")
        ground = Images.new("RGB", clear.size, "white")
        ground.paste(clear, mask=clear.getchannel("A"))
        return ground
    return image.convert("RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Sixteen bits a pixel as eight: the highest ones, unless none of them is used."""
    wide = image.convert("F")
    _, highest = wide.getextrema()
    share = 255 / 65535 if isinstance(highest, float) and highest > 255 else 1.0
    return wide.point(lambda value: value * share + 0.0).convert("L")


def _fitted(image: Image.Image, side: int) -> Image.Image:
    from PIL import Image as Images

    copy = image.copy()
    copy.thumbnail((side, side), Images.Resampling.LANCZOS, reducing_gap=2.0)
    return copy


def as_jpeg(image: Image.Image, quality: int, subsampling: int = -1) -> bytes:
    """Write a plain picture as a JPEG with the profile of its colours; 0 keeps colours at full size."""
    target = io.BytesIO()
    profile = image.info.get("icc_profile")
    image.save(target, "JPEG", quality=quality, subsampling=subsampling, icc_profile=profile)
    return target.getvalue()


def _moment(tags: dict[int, Any], today: date) -> datetime | None:
    inner = tags.get(_EXIF, {})
    for text in (inner.get(_TAKEN), inner.get(_DIGITIZED), tags.get(_CHANGED)):
        moment = camera_moment(text, today) if isinstance(text, str) else None
        if moment is not None:
            return moment
    return None


def _place(tags: dict[int, Any]) -> tuple[Decimal | None, Decimal | None]:
    latitude = _degrees(tags.get(2), tags.get(1), 90)
    longitude = _degrees(tags.get(4), tags.get(3), 180)
    # Zero and zero is what phones write that have not found their place yet.
    if latitude is None or longitude is None or not (latitude or longitude):
        return None, None
    return latitude, longitude


def _degrees(parts: object, reference: object, most: int) -> Decimal | None:
    if not isinstance(parts, (tuple, list)) or not isinstance(reference, str):
        return None
    try:
        numbers = [float(part) for part in parts]
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return degrees(numbers, reference.strip("\0 "), most)


def _tags(image: Image.Image) -> dict[int, Any]:
    """What the camera wrote; nothing where it cannot be read, which is no reason to refuse the photo."""
    try:
        exif = image.getexif()
        tags: dict[int, Any] = dict(exif)
        tags[_EXIF], tags[_GPS] = dict(exif.get_ifd(_EXIF)), dict(exif.get_ifd(_GPS))
    except Exception:
        # The tags are anybody's bytes, and Pillow raises whatever it stumbles over in them.
        return {}
    return tags


@contextmanager
def _opened(source: Path, name: str) -> Iterator[Image.Image]:
    from PIL import UnidentifiedImageError

    images = _library()
    try:
        with images.open(source, formats=_FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise UserError("photo.too_many_pixels", name=name, most=MOST_PIXELS // 10_000)
            yield image
    except UserError:
        raise
    except UnidentifiedImageError as error:
        code = "photo.broken" if _begins_as_one(source) else "photo.not_a_picture"
        raise UserError(code, name=name) from error
    except Exception as error:
        # Decoders of broken files raise whatever they stumble over, from OSError to IndexError.
        raise UserError("photo.broken", name=name) from error


def _begins_as_one(source: Path) -> bool:
    """Whether a file begins as a JPEG, PNG, WebP or HEIC does, whatever came of the rest of it."""
    head = _head(source)
    return head.startswith((b"\xff\xd8\xff", b"\x89PNG", b"RIFF")) or is_heif(head)


def is_heif(data: bytes) -> bool:
    """Whether a file that begins so is a HEIC, or of its family."""
    return data[4:8] == b"ftyp"


def _head(source: Path) -> bytes:
    try:
        with source.open("rb") as file:
            return file.read(12)
    except OSError:
        # Told by whoever opens it next.
        return b""


@cache
def _library() -> Any:
    """Pillow, which costs start-up time, with what reads a phone's HEIC."""
    from pi_heif import register_heif_opener
    from PIL import Image

    # One photo per job is enough for one thread; our own limit takes the place of Pillow's warning.
    Image.MAX_IMAGE_PIXELS = None
    Image.init()
    # What libheif need not read cannot trip it.
    register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
    return Image
