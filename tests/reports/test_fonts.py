"""Every font goes into the file, and no character is lost on the way to paper or back from it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pdfminer.pdftypes import resolve1

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import Light
from fangzi_desktop.reports.fonts import FontBook, Role, has_truetype_outlines
from fangzi_desktop.reports.weekly_input import ProgressNoted, ProjectProgress
from tests.reports.issues import Printed, a_full_issue, a_ledger, an_issue

RARE = "䶮㛃堃𬭎"


def embedded(printed: Printed) -> dict[str, bool]:
    """Each font of the file and whether its outlines are in it."""
    found = {}
    for page in printed.plumbed():
        for reference in resolve1(page.page_obj.resources["Font"]).values():
            font: dict[str, Any] = reference.resolve()
            descriptor = font["FontDescriptor"].resolve()
            found[str(font["BaseFont"])] = "FontFile2" in descriptor
    return found


def test_every_font_is_embedded_with_its_outlines(fonts: FontBook) -> None:
    found = embedded(Printed(a_full_issue(), fonts))
    assert len(found) >= 4
    assert all(found.values())


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("char", RARE)
def test_a_face_shows_a_rare_character_by_itself_or_by_another_font(
    fonts: FontBook, role: Role, char: str
) -> None:
    ((name, shown),) = fonts.face(role).runs(char)
    assert shown == char
    assert Path(name).exists()


def test_a_fallback_font_sets_only_the_characters_that_need_it(shipped_fonts: FontBook) -> None:
    face = shipped_fonts.face(Role.BODY)
    runs = face.runs("龙䶮龙")
    assert [text for _, text in runs] == ["龙", "䶮", "龙"]
    assert runs[0][0] == runs[2][0] == face.name != runs[1][0]


def test_rare_characters_are_copied_from_the_file_as_they_were_written(fonts: FontBook) -> None:
    data = an_issue(
        team=f"{RARE}专班",
        title=f"{RARE}情况周报",
        progress=(ProjectProgress(f"{RARE}项目", Light.GREEN, (ProgressNoted(f"{RARE}进场"),)),),
        ledger=a_ledger(1, project=f"{RARE}台账项目"),
    )
    text = Printed(data, fonts).text()
    for words in ("专班", "情况周报", "项目", "进场", "台账项目"):
        assert f"{RARE}{words}" in text
    assert fonts.report().missing == ()


def test_a_character_no_font_has_prints_as_a_mark_and_is_told(shipped_fonts: FontBook) -> None:
    progress = (ProjectProgress("甲", Light.GREEN, (ProgressNoted("前\ue123后"),)),)
    text = Printed(an_issue(progress=progress), shipped_fonts).text()
    assert "前〓后" in text
    assert shipped_fonts.report().missing == ("\ue123",)


def test_the_report_on_fonts_names_the_faces_that_others_stood_in_for(shipped_fonts: FontBook) -> None:
    Printed(an_issue(), shipped_fonts)
    substituted = {use.role: use.file.name for use in shipped_fonts.report().substituted}
    assert substituted[Role.BODY] == "FandolFang-Regular.ttf"
    assert substituted[Role.TITLE] == "NotoSerifSC-Black.ttf"


def test_the_standard_face_is_taken_when_the_machine_has_it(tmp_path: Path, shipped_fonts: FontBook) -> None:
    shipped = Path(shipped_fonts.face(Role.BODY).name)
    (tmp_path / "SIMFANG.TTF").symlink_to(shipped)
    book = FontBook([tmp_path, shipped.parent])
    assert Path(book.face(Role.BODY).name).name == "SIMFANG.TTF"
    assert Role.BODY not in {use.role for use in book.report().substituted}


def test_a_machine_without_fonts_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"report\.no_font"):
        FontBook([tmp_path]).face(Role.BODY)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"OTTO" + b"\0" * 40, id="no tables"),
        pytest.param(b"ttcf\0\0", id="cut off"),
        pytest.param(b"not a font at all, just text", id="text"),
    ],
)
def test_what_is_no_truetype_font_is_passed_over(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "simfang.ttf"
    path.write_bytes(content)
    assert not has_truetype_outlines(path)
    with pytest.raises(UserError, match=r"report\.no_font"):
        FontBook([tmp_path]).face(Role.BODY)


def test_a_damaged_font_is_passed_over_for_the_next(tmp_path: Path, shipped_fonts: FontBook) -> None:
    whole = Path(shipped_fonts.face(Role.BODY).name)
    (tmp_path / "simfang.ttf").write_bytes(whole.read_bytes()[:4000])
    book = FontBook([tmp_path, whole.parent])
    assert Path(book.face(Role.BODY).name) == whole
