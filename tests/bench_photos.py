"""Photos taken in: what one of 12 megapixels takes, and how long the window is busy while many come in."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from tests.bench import TODAY, Figure

# So many photos come back from a day on sites; each is another file of the same scene.
_PHOTOS = 200
_SIZE = (4000, 3000)
_TICK_MS = 2


def photo_figures(scratch: Path, count: int = _PHOTOS) -> Iterator[Figure]:
    """Take photos in through the wall of an open project, a timer telling how long the window was busy."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from fangzi_desktop.app import open_workspace
    from fangzi_desktop.ui.desk import Desk
    from fangzi_desktop.ui.photos.wall import PhotoWall
    from tests.builders import a_project

    card = scratch / "card"
    card.mkdir()
    _fill(card, count)
    application = QApplication.instance() or QApplication([])
    with closing(open_workspace(scratch / "team-photos", TODAY)) as workspace:
        workspace.prepare()
        project = workspace.do(a_project).value
        desk = Desk(workspace)
        wall = PhotoWall(desk, None)  # type: ignore[arg-type]
        wall.resize(1366, 768)
        wall.show_project(project, "测试项目")
        wall.show()
        busy = _Busy()
        timer = QTimer()
        timer.setInterval(_TICK_MS)
        timer.timeout.connect(busy.tick)
        timer.start()
        began = time.perf_counter()
        wall.add([card])
        _until(application, lambda: wall._job is None)
        taken = (time.perf_counter() - began) * 1000 / count
        until_taken = busy.longest_ms
        _until(application, lambda: len(wall.grid.photos._pictures) >= min(count, 12))
        timer.stop()
        desk.wait()
    name = f"{count} photos of 12 MP taken in"
    yield Figure(f"{name}, each", count, taken, None, "<= 600 ms", taken <= 600)
    yield Figure(f"{name}, window busy", count, until_taken, None, "<= 250 ms", until_taken <= 250)
    longest = busy.longest_ms
    yield Figure(f"{name}, thumbnails", count, longest, None, "<= 250 ms", longest <= 250)


class _Busy:
    """The longest time between two ticks of a timer beyond its interval, in milliseconds."""

    def __init__(self) -> None:
        self.longest_ms = 0.0
        self._last = time.perf_counter()

    def tick(self) -> None:
        now = time.perf_counter()
        self.longest_ms = max(self.longest_ms, (now - self._last) * 1000 - _TICK_MS)
        self._last = now


def _fill(card: Path, count: int) -> None:
    """Write photos with the noise of a real one: a flat picture is decoded several times as quickly."""
    from PIL import Image

    from tests.picture_files import exif, written

    noise = Image.effect_noise(_SIZE, 40)
    scene = Image.merge(
        "RGB", (noise, noise.transpose(Image.Transpose.ROTATE_180), Image.new("L", _SIZE, 90))
    )
    data = written(scene, quality=85, exif=exif("2025:10:02 09:08:07", 6))
    for number in range(count):
        # What lies behind a photo's end makes it another file.
        (card / f"IMG_{number:04}.jpg").write_bytes(data + number.to_bytes(4, "big"))


def _until(application: object, is_over: Callable[[], bool]) -> None:
    process = partial(application.processEvents)  # type: ignore[attr-defined]
    while not is_over():
        process()
        time.sleep(0.0005)
