"""How a photo is told of in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fangzi_desktop.services.photos import Photo
from fangzi_desktop.ui import wording


def title_of(photo: Photo) -> str:
    """What a photo is called: its caption's first line, or its file's name."""
    return photo.caption.split("\n")[0] or photo.name


def day_of(photo: Photo) -> str:
    """The day of taking, or that of adding, which says so."""
    day = wording.full_day(photo.day)
    return day if photo.taken_on is not None else tr("{day}入库").format(day=day)


def whole_words(photo: Photo) -> str:
    """All that is known of a photo, on one line."""
    if photo.taken_at is not None:
        when = tr("{day} {time:%H:%M} 拍摄（相机时间）").format(day=day_of(photo), time=photo.taken_at)
    else:
        when = tr("{day}，拍摄时间未记录").format(day=day_of(photo))
    size = f"{photo.width}×{photo.height}"
    parts = (
        photo.caption.replace("\n", " "),
        photo.building,
        photo.spot,
        when,
        photo.place,
        photo.name,
        size,
    )
    return " · ".join(part for part in parts if part)


def tr(words: str) -> str:
    """Words of the photos, translated."""
    return QCoreApplication.translate("photos", words)
