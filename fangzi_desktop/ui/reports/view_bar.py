"""What stands over the pages: which page is in sight, how large it is, and what is shown beside it."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QFocusEvent, QIntValidator
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from fangzi_desktop.ui.elided import ElidedLabel
from fangzi_desktop.ui.reports.preview import Fit, Preview

_FIT = "reports/fit"
_ZOOM = "reports/zoom"
_MOST_PAGES = 9999


class PageField(QLineEdit):
    """The number of the page in sight; typing another and Enter goes there."""

    def __init__(self, preview: Preview, parent: QWidget) -> None:
        super().__init__("", parent)
        self._preview = preview
        self.setObjectName("report-page")
        self.setProperty("kind", "compact")
        self.setValidator(QIntValidator(0, _MOST_PAGES, self))
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("9999") + 20)
        self.setAccessibleName(self.tr("页码"))
        self.setToolTip(self.tr("输入页码，按回车前往  Ctrl+G"))
        self.returnPressed.connect(self._go)
        preview.page_changed.connect(self._show)

    def _go(self) -> None:
        page = min(max(int(self.text() or 1), 1), max(self._preview.pages, 1))
        self._preview.show_page(page - 1)
        self._show(page, self._preview.pages)
        self.selectAll()

    def _show(self, page: int, pages: int) -> None:
        self.setText(str(page))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.setText(str(self._preview.current_page + 1))


class ViewBar(QFrame):
    """缩略图 · what is under way · 3 / 20 · zoom · 侧栏. The zoom outlives a restart."""

    def __init__(self, preview: Preview, settings: QSettings, parent: QWidget) -> None:
        super().__init__(parent)
        self._preview = preview
        self._settings = settings
        self.setObjectName("report-view-bar")
        self.thumbnails = self._toggle(self.tr("缩略图"), "report-show-thumbnails", "F7")
        self.side = self._toggle(self.tr("侧栏"), "report-show-side", "F8")
        self.side.hide()
        self.state = ElidedLabel("", self)
        self.state.setObjectName("report-state")
        self.state.setProperty("kind", "secondary")
        self.cancel = self._link(self.tr("取消"), "report-cancel")
        self.retry = self._link(self.tr("重新生成"), "report-retry")
        self.page = PageField(preview, self)
        self._pages = QLabel("", self)
        self._pages.setObjectName("report-pages")
        self._pages.setProperty("kind", "secondary")
        self._build()
        self._restore_zoom()
        preview.page_changed.connect(self._show_pages)
        preview.zoom_changed.connect(self._show_zoom)

    @property
    def in_order(self) -> tuple[QWidget, ...]:
        """What takes the keyboard, from left to right."""
        zoom = (self._smaller, self._larger, self._width_button, self._page_button)
        return (self.thumbnails, self.cancel, self.retry, self.page, *zoom, self.side)

    def say(self, words: str, *, busy: bool, retry: bool) -> None:
        """Say what is under way, with a way to end it or to try it again."""
        self.state.setText(words)
        self.cancel.setVisible(busy)
        self.retry.setVisible(retry)

    def show_controls(self, shown: bool) -> None:
        """Show what is of use only where there are pages."""
        self._controls.setVisible(shown)
        self.thumbnails.setVisible(shown)

    def go_to_page_field(self) -> None:
        """Let a person type a page's number."""
        self.page.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # What is shown.

    def _show_pages(self, page: int, pages: int) -> None:
        self._pages.setText(self.tr("/ {pages}页").format(pages=pages))

    def _show_zoom(self) -> None:
        self._zoom_label.setText(f"{self._preview.zoom:.0%}")
        self._width_button.setChecked(self._preview.fit is Fit.WIDTH)
        self._page_button.setChecked(self._preview.fit is Fit.PAGE)
        self._settings.setValue(_FIT, self._preview.fit.value)
        self._settings.setValue(_ZOOM, self._preview.zoom)

    def _restore_zoom(self) -> None:
        # Until a person has chosen, no paper is cut off by a narrow window or what stands beside it.
        stored = str(self._settings.value(_FIT, Fit.WIDTH.value))
        fit = next((fit for fit in Fit if fit.value == stored), Fit.NONE)
        try:
            zoom = float(str(self._settings.value(_ZOOM, 1.0)))
        except ValueError:
            zoom = 1.0
        self._preview.set_zoom(zoom if math.isfinite(zoom) else 1.0)
        self._preview.set_fit(fit)
        self._show_zoom()

    # Making.

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(10)
        row.addWidget(self.thumbnails)
        row.addWidget(self.state)
        row.addWidget(self.cancel)
        row.addWidget(self.retry)
        row.addStretch(1)
        self._controls = self._make_controls()
        self.show_controls(False)
        row.addWidget(self._controls)
        row.addWidget(self.side)

    def _make_controls(self) -> QWidget:
        controls = QWidget(self)
        row = QHBoxLayout(controls)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._smaller = self._step("−", "report-smaller", self.tr("缩小"), "Ctrl+-", self._preview.zoom_out)
        self._zoom_label = QLabel("", controls)
        self._zoom_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._zoom_label.setMinimumWidth(self._zoom_label.fontMetrics().horizontalAdvance("300%") + 4)
        self._zoom_label.setAccessibleName(self.tr("显示比例"))
        self._larger = self._step("+", "report-larger", self.tr("放大"), "Ctrl++", self._preview.zoom_in)
        self._width_button = self._fit_button(self.tr("适合宽度"), Fit.WIDTH, "Ctrl+0")
        self._page_button = self._fit_button(self.tr("适合整页"), Fit.PAGE, "Ctrl+9")
        row.addWidget(self.page)
        row.addWidget(self._pages)
        row.addSpacing(10)
        for widget in (self._smaller, self._zoom_label, self._larger, self._width_button, self._page_button):
            row.addWidget(widget)
        return controls

    def _step(self, words: str, name: str, meaning: str, keys: str, slot: Callable[[], None]) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("kind", "step")
        button.setObjectName(name)
        button.setText(words)
        button.setAccessibleName(meaning)
        button.setToolTip(f"{meaning}  {keys}")
        button.clicked.connect(slot)
        return button

    def _toggle(self, words: str, name: str, keys: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setProperty("kind", "fit")
        button.setObjectName(name)
        button.setCheckable(True)
        button.setToolTip(f"{words}  {keys}")
        return button

    def _link(self, words: str, name: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setProperty("kind", "link")
        button.setObjectName(name)
        button.hide()
        return button

    def _fit_button(self, words: str, fit: Fit, keys: str) -> QPushButton:
        button = self._toggle(words, f"report-fit-{fit.value}", keys)
        button.clicked.connect(partial(self._preview.set_fit, fit))
        return button
