"""Which font prints which part of a paper, and what stands in for a character it lacks."""

from __future__ import annotations

import os
import re
import struct
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics, ttfonts

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import Term
from fangzi_desktop.paths import resources

NO_GLYPH = "〓"


class Role(Term):
    """The faces that GB/T 9704 asks for; tables are set in 宋体."""

    TITLE = "title", "小标宋"
    BODY = "body", "仿宋"
    HEADING = "heading", "黑体"
    SUBHEADING = "subheading", "楷体"
    TABLE = "table", "宋体"


# The faces of the standard may not be shipped; offices have them with Windows, UOS, Kylin or WPS.
_OFFICE: dict[Role, tuple[str, ...]] = {
    Role.TITLE: (
        "fzxbsjw.ttf",
        "fzxbsk.ttf",
        "方正小标宋简体.ttf",
        "方正小标宋_gbk.ttf",
        "cesi_xbs_gb2312.ttf",
        "stzhongs.ttf",
    ),
    Role.BODY: (
        "simfang.ttf",
        "仿宋_gb2312.ttf",
        "fangsong_gb2312.ttf",
        "cesi_fs_gb2312.ttf",
        "fzfsk.ttf",
        "fzfsjw.ttf",
        "stfangso.ttf",
    ),
    Role.HEADING: ("simhei.ttf", "cesi_ht_gb2312.ttf", "fzhtk.ttf", "fzhtjw.ttf"),
    Role.SUBHEADING: (
        "simkai.ttf",
        "楷体_gb2312.ttf",
        "kaiti_gb2312.ttf",
        "cesi_kt_gb2312.ttf",
        "fzktk.ttf",
        "stkaiti.ttf",
    ),
    Role.TABLE: ("simsun.ttc", "cesi_ss_gb2312.ttf", "fzssk.ttf", "stsong.ttf"),
}

_SHIPPED: dict[Role, tuple[str, ...]] = {
    Role.TITLE: ("notoserifsc-black.ttf", "notoserifsc-bold.ttf", "notoserifsc-regular.ttf"),
    Role.BODY: ("fandolfang-regular.ttf", "notoserifsc-regular.ttf"),
    Role.HEADING: ("notosanssc-bold.ttf", "notosanssc-regular.ttf"),
    Role.SUBHEADING: ("lxgwwenkai-regular.ttf", "notoserifsc-regular.ttf"),
    Role.TABLE: ("notoserifsc-regular.ttf", "notosanssc-regular.ttf"),
}

# What people call the shipped fonts.
_NAMES = {
    "fandolfang-regular": "Fandol仿宋",
    "notosanssc-bold": "思源黑体（粗）",
    "notosanssc-regular": "思源黑体",
    "notoserifsc-black": "思源宋体（特粗）",
    "notoserifsc-bold": "思源宋体（粗）",
    "notoserifsc-regular": "思源宋体",
    "lxgwwenkai-regular": "霞鹜文楷",
}

# For a role whose fonts are all absent, and for single characters a font lacks, in this order.
_FALLBACK = (
    "notosanssc-regular.ttf",
    "notoserifsc-regular.ttf",
    "lxgwwenkai-regular.ttf",
    "wqy-zenhei.ttc",
    "wqy-microhei.ttc",
    "uming.ttc",
    "droidsansfallbackfull.ttf",
    "simsun.ttc",
    "simsunb.ttf",
    "simhei.ttf",
)


@dataclass(frozen=True, slots=True)
class FontUse:
    """The file that printed a role; `standard` when it is the face the standard asks for."""

    role: Role
    file: Path
    standard: bool

    @property
    def name(self) -> str:
        """What people call the font; an unknown one goes by its file."""
        return _NAMES.get(self.file.stem.lower(), self.file.stem)


@dataclass(frozen=True, slots=True)
class FontReport:
    """What a paper was printed with: the roles it used and the characters no font could show."""

    uses: tuple[FontUse, ...]
    missing: tuple[str, ...]

    @property
    def substituted(self) -> tuple[FontUse, ...]:
        """The roles that another face than the standard's stood in for."""
        return tuple(use for use in self.uses if not use.standard)


class FontBook:
    """The fonts of one machine, found by file name and loaded when first needed.

    Folders are searched in the order given, with their subfolders; the shipped fonts come first, so that a
    font we know is preferred to another file of the same name.
    """

    def __init__(self, folders: Sequence[Path] | None = None) -> None:
        self._files = _index(folders if folders is not None else (resources() / "fonts", *system_folders()))
        self._faces: dict[Role, Typeface] = {}
        self._uses: dict[Role, FontUse] = {}
        self._missing: dict[str, None] = {}

    def face(self, role: Role) -> Typeface:
        """The typeface of a role.

        Raises `UserError` ``report.no_font`` when this machine has no usable font.
        """
        face = self._faces.get(role)
        if face is None:
            face = self._faces[role] = Typeface(self, role, self._choose(role))
        return face

    def report(self) -> FontReport:
        """What has been printed with this book so far."""
        uses = tuple(self._uses[role] for role in Role if role in self._uses)
        return FontReport(uses, tuple(self._missing))

    def fallback(self, char: str, role: Role) -> str | None:
        """The name of the first other font that has `char`; a character none has is noted as missing."""
        code = ord(char)
        for file in (_SHIPPED[Role.HEADING if role is Role.HEADING else Role.TABLE][0], *_FALLBACK):
            name = self._load(file)
            if name is not None and _has(name, code):
                return name
        for use in self._uses.values():
            if _has(str(use.file), code):
                return str(use.file)
        self._missing[char] = None
        return None

    def _choose(self, role: Role) -> str:
        for file in (*_OFFICE[role], *_SHIPPED[role], *_FALLBACK):
            name = self._load(file)
            if name is not None:
                self._uses[role] = FontUse(role, Path(name), standard=file in _OFFICE[role])
                return name
        raise UserError("report.no_font")

    def _load(self, file: str) -> str | None:
        path = self._files.get(file)
        return _register(path) if path is not None else None


class Typeface:
    """The font of one role together with the fonts that stand in for characters it lacks.

    `widths` maps a character to its width in thousandths of the type size; looking one up is all it takes to
    make the character known.
    """

    def __init__(self, book: FontBook, role: Role, name: str) -> None:
        self.role = role
        self.name = name
        self.widths: dict[str, float] = _Widths(self)
        self._book = book
        self._own: set[str] = set()
        self._borrowed: dict[str, tuple[str, str]] = {}

    def width(self, text: str, size: float) -> float:
        """How wide `text` is, in points."""
        return sum(map(self.widths.__getitem__, text)) * size / 1000

    def runs(self, text: str) -> list[tuple[str, str]]:
        """Split `text` into (font name, text) pairs; what no font has comes out as 〓."""
        if self._own.issuperset(text):
            return [(self.name, text)]
        runs: list[tuple[str, str]] = []
        for char in text:
            self.widths[char]
            name, shown = self._borrowed.get(char, (self.name, char))
            if runs and runs[-1][0] == name:
                runs[-1] = (name, runs[-1][1] + shown)
            else:
                runs.append((name, shown))
        return runs

    def learn(self, char: str) -> float:
        """Find the font that prints `char` and return its width in thousandths."""
        name: str | None = self.name
        if not _has(self.name, ord(char)):
            name = self._book.fallback(char, self.role)
            if name is None:
                if char == NO_GLYPH:
                    self._borrowed[char] = (self.name, "?")
                    return self.widths["?"]
                width = self.widths[NO_GLYPH]
                self._borrowed[char] = self._borrowed.get(NO_GLYPH, (self.name, NO_GLYPH))
                return width
            self._borrowed[char] = (name, char)
        else:
            self._own.add(char)
        return float(pdfmetrics.getFont(name).face.getCharWidth(ord(char)))


class _Widths(dict[str, float]):
    def __init__(self, face: Typeface) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, char: str) -> float:
        width = self[char] = self._face.learn(char)
        return width


def system_folders() -> tuple[Path, ...]:
    """Where this machine keeps its fonts: the system's own and the user's."""
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", r"C:\Windows"))
        local = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
        return (windows / "Fonts", local / "Microsoft" / "Windows" / "Fonts")
    return (
        Path.home() / ".local" / "share" / "fonts",
        Path.home() / ".fonts",
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
        Path("/opt/kingsoft/wps-office/office6/fonts"),
    )


def has_truetype_outlines(path: Path) -> bool:
    """Whether the (first) font in the file has the outlines ReportLab can embed; CFF ones it cannot."""
    try:
        with path.open("rb") as file:
            head = file.read(16)
            start = 0
            if head[:4] == b"ttcf":
                start = struct.unpack(">L", head[12:16])[0]
                file.seek(start)
                head = file.read(12)
            tables = struct.unpack(">H", head[4:6])[0]
            file.seek(start + 12)
            records = file.read(16 * tables)
    except (OSError, struct.error):
        return False
    return any(records[at : at + 4] == b"glyf" for at in range(0, len(records), 16))


def _index(folders: Iterable[Path]) -> dict[str, Path]:
    wanted = {name for chain in (*_OFFICE.values(), *_SHIPPED.values(), _FALLBACK) for name in chain}
    found: dict[str, Path] = {}
    for folder in folders:
        for parent, _, names in os.walk(folder):
            for name in names:
                if name.lower() in wanted:
                    found.setdefault(name.lower(), Path(parent, name))
    return found


@cache
def _register(path: Path) -> str | None:
    """Hand the font to ReportLab under its path and return that name, or None when it cannot be embedded."""
    if not has_truetype_outlines(path):
        return None
    try:
        pdfmetrics.registerFont(ttfonts.TTFont(str(path), str(path)))
    except (ttfonts.TTFError, OSError, struct.error, LookupError, ValueError):
        # A damaged file fails wherever its tables end.
        return None
    return str(path)


def _has(name: str, code: int) -> bool:
    # A font may list a character and give it glyph 0, the empty box.
    return bool(pdfmetrics.getFont(name).face.charToGlyph.get(code))


_LONG_CODE = re.compile(r"(?<=> <)[0-9A-F]{5,6}(?=>)")
_make_to_unicode = ttfonts.makeToUnicodeCMap


def _to_unicode(fontname: str, subset: list[int]) -> str:
    # ReportLab writes characters beyond U+FFFF with five digits, which readers take for another character.
    cmap: str = _make_to_unicode(fontname, subset)
    return _LONG_CODE.sub(lambda code: chr(int(code[0], 16)).encode("utf-16-be").hex().upper(), cmap)


ttfonts.makeToUnicodeCMap = _to_unicode
