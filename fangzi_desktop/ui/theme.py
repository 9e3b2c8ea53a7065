"""The look: two palettes, one type, and the style sheet made of them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from fangzi_desktop import paths
from fangzi_desktop.domain.terms import Light

BODY_PX = 13
TITLE_PX = 16
MARK_PX = 12
ROW_HEIGHT = 33
RADIUS = 7

# Chinese interface fonts that systems ship, best first; without one of them the program brings its own.
_CHINESE_FAMILIES = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
)
_SHIPPED = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one palette. Text tokens have a contrast of at least 4.5 : 1 on both surfaces."""

    background: str
    surface: str
    line: str
    hover: str
    ink1: str
    ink2: str
    ink3: str
    accent: str
    on_accent: str
    tint: str
    red: str
    red_tint: str
    amber: str
    amber_tint: str
    green: str
    green_tint: str
    grey_tint: str
    rail: str
    rail_active: str
    rail_ink: str
    column: str


LIGHT = Tokens(
    background="#F4F5F7",
    surface="#FFFFFF",
    line="#DFE2E7",
    hover="#F0F2F5",
    ink1="#1D2129",
    ink2="#5B6470",
    ink3="#8A93A0",
    accent="#1F5FA8",
    on_accent="#FFFFFF",
    tint="#E8F0FA",
    red="#C8322B",
    red_tint="#FCECEA",
    amber="#8F5D12",
    amber_tint="#FDF4E1",
    green="#1F7A49",
    green_tint="#E8F5EE",
    grey_tint="#EDEFF2",
    rail="#15283F",
    rail_active="#22405F",
    rail_ink="#D5DFEA",
    column="#ECEEF1",
)
DARK = Tokens(
    background="#15181D",
    surface="#1E2229",
    line="#353B45",
    hover="#272C35",
    ink1="#E8EAED",
    ink2="#AAB2BD",
    ink3="#7D8694",
    accent="#7FB2EE",
    on_accent="#10202F",
    tint="#223349",
    red="#FF8A80",
    red_tint="#45231F",
    amber="#F0BC62",
    amber_tint="#42341A",
    green="#6FCF97",
    green_tint="#1D3A2A",
    grey_tint="#2A303A",
    rail="#0E1926",
    rail_active="#1D3147",
    rail_ink="#C8D3DF",
    column="#191D23",
)

_current = LIGHT
# Whether the system itself is dark where Qt cannot say; read before the first palette of ours is set.
_system_was_dark: bool | None = None
_LOOK = "window/look"


class Look(Enum):
    """Which palette a person wants."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


def wanted_look(settings: QSettings) -> Look:
    """The look that was chosen on this machine."""
    try:
        return Look(str(settings.value(_LOOK, Look.SYSTEM.value)))
    except ValueError:
        return Look.SYSTEM


def choose_look(settings: QSettings, look: Look) -> None:
    """Keep a look for this machine."""
    settings.setValue(_LOOK, look.value)


def wear(application: QApplication, look: Look) -> None:
    """Dress the application as a person wants it."""
    apply(application, dark=None if look is Look.SYSTEM else look is Look.DARK)


def tokens() -> Tokens:
    """The palette in force."""
    return _current


def colour(name: str) -> QColor:
    """One token of the palette in force as a colour."""
    return QColor(getattr(_current, name))


def light_colour(light: Light) -> QColor:
    """The colour of a light's sign and words."""
    return colour({"green": "green", "yellow": "amber", "red": "red", "grey": "ink2"}[light.value])


def font(pixels: int = BODY_PX, *, bold: bool = False) -> QFont:
    """The window's font in a size, figures all of one width."""
    made = QFont(QApplication.font())
    made.setPixelSize(pixels)
    made.setBold(bold)
    return made


def apply(application: QApplication, *, dark: bool | None = None) -> None:
    """Dress the application; without `dark` the system's own scheme decides."""
    global _current
    if dark is None:
        dark = _is_system_dark(application)
    _current = DARK if dark else LIGHT
    application.setStyle(QStyleFactory.create("Fusion"))
    family = _family()
    base = QFont(family) if family else QFont(application.font())
    base.setPixelSize(BODY_PX)
    base.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    application.setFont(base)
    application.setPalette(_palette(_current))
    application.setStyleSheet(_style_sheet(_current))


def _is_system_dark(application: QApplication) -> bool:
    global _system_was_dark
    if _system_was_dark is None:
        _system_was_dark = QPalette().color(QPalette.ColorRole.Window).lightness() < 100
    scheme = application.styleHints().colorScheme()
    return _system_was_dark if scheme is Qt.ColorScheme.Unknown else scheme is Qt.ColorScheme.Dark


def _family() -> str:
    present = set(QFontDatabase.families())
    for family in _CHINESE_FAMILIES:
        if family in present:
            return family
    for file in _SHIPPED:
        path: Path = paths.resources() / "fonts" / file
        if path.exists():
            QFontDatabase.addApplicationFont(str(path))
    return "Noto Sans SC" if "Noto Sans SC" in set(QFontDatabase.families()) else ""


def _palette(look: Tokens) -> QPalette:
    made = QPalette()
    roles = QPalette.ColorRole
    for role, name in {
        roles.Window: "background",
        roles.Base: "surface",
        roles.AlternateBase: "background",
        roles.Button: "surface",
        roles.Text: "ink1",
        roles.WindowText: "ink1",
        roles.ButtonText: "ink1",
        roles.ToolTipBase: "surface",
        roles.ToolTipText: "ink1",
        roles.PlaceholderText: "ink2",
        roles.Highlight: "tint",
        roles.HighlightedText: "ink1",
        roles.Link: "accent",
        roles.Mid: "line",
    }.items():
        made.setColor(role, QColor(getattr(look, name)))
    for role in (roles.Text, roles.WindowText, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(look.ink3))
    return made


def _style_sheet(look: Tokens) -> str:
    text = (paths.resources() / "style.qss").read_text(encoding="utf-8")
    text = text.replace("@icons", (paths.resources() / "icons").as_posix())
    text = text.replace("@shade", "-dark" if look is DARK else "-light")
    # Longer names first, so that @ink1 does not eat the start of another.
    for name in sorted((field.name for field in fields(look)), key=len, reverse=True):
        text = text.replace(f"@{name}", getattr(look, name))
    return text
