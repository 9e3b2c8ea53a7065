"""What of a checklist's time axis is seen: how close, and scrolled to where."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, Signal

from fangzi_desktop.domain.workdays import WorkCalendar
from fangzi_desktop.ui.project.axis import Axis, Zoom, scale_of

# Room on both sides of the axis, so that a bar at its end does not touch the next column.
INSET = 6
_TODAY_SHARE = 0.4


class Timeline(QObject):
    """The axis as it is looked at. `changed` tells that days lie elsewhere now."""

    changed = Signal()
    zoomed = Signal(Zoom)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.calendar: WorkCalendar | None = None
        self._axis = Axis(date(2000, 1, 1), date(2000, 1, 31))
        self._zoom = Zoom.ALL
        self._today = date(2000, 1, 1)
        self._width = 1.0
        self._shift = 0.0
        self.scale = scale_of(self._axis, self._zoom, self._width, 0.0)

    @property
    def zoom(self) -> Zoom:
        """How closely the axis is looked at."""
        return self._zoom

    @property
    def can_pan(self) -> bool:
        """Whether more days are there than are seen."""
        return self._zoom is not Zoom.ALL and self._axis.days * self.scale.day_px > self.scale.width + 1

    @property
    def share(self) -> tuple[float, float]:
        """From where to where the part seen reaches, of the whole axis as one."""
        whole = max(1.0, self._axis.days * self.scale.day_px)
        return self.scale.shift / whole, min(1.0, (self.scale.shift + self.scale.width) / whole)

    def show_axis(self, axis: Axis, today: date, calendar: WorkCalendar, *, anew: bool) -> None:
        """Show an axis. Unless it is another project's, the same days stay in view."""
        if not anew:
            self._shift += (self._axis.first - axis.first).days * self.scale.day_px
        self._axis, self._today, self.calendar = axis, today, calendar
        self._lay()
        if anew:
            self.go_to_today()

    def fit(self, width: float) -> None:
        """Take the width of the column; the first day seen stays."""
        if width - 2 * INSET != self._width:
            is_first = self._width <= 1
            self._width = width - 2 * INSET
            self._lay()
            if is_first:
                self.go_to_today()

    def zoom_to(self, zoom: Zoom, at: float | None = None) -> None:
        """Look closer or wider; the day at a place stays there, else today is brought into view."""
        if zoom is self._zoom:
            return
        fixed = self.scale.day_at(at) if at is not None and self._zoom is not Zoom.ALL else None
        self._zoom = zoom
        self._lay()
        if at is not None and fixed is not None:
            self._move((fixed - self._axis.first).days * self.scale.day_px - at)
        else:
            self.go_to_today()
        self.zoomed.emit(zoom)

    def pan(self, pixels: float) -> None:
        """Move on along the axis, or back by a negative number."""
        self._move(self._shift + pixels)

    def go_to_today(self) -> None:
        """Bring today into view."""
        self.go_to(self._today)

    def go_to(self, day: date) -> None:
        """Bring a day into view, with more room after it than before."""
        place = (day - self._axis.first).days * self.scale.day_px
        self._move(place - self.scale.width * _TODAY_SHARE)

    def _move(self, shift: float) -> None:
        self._shift = shift
        self._lay()

    def _lay(self) -> None:
        self.scale = scale_of(self._axis, self._zoom, self._width, self._shift)
        self._shift = self.scale.shift
        self.changed.emit()
