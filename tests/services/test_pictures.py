"""Pictures: read whatever a camera wrote, refused in one sentence, and handed on without what it tells."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.services.picture_export import watermarked, without_personal
from fangzi_desktop.services.pictures import look_at, small_copies, whole_picture
from tests.picture_files import MAKER_NOTE, PHONE, a_bomb, a_photo, exif, picture, written

TODAY = date(2023, 2, 24)
GPS, INNER = 0x8825, 0x8769


def bare(path: Path) -> bytes:
    return without_personal(path, path.name, path.read_bytes())


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_time_and_place_are_those_the_camera_wrote(tmp_path: Path) -> None:
    look = look_at(a_photo(tmp_path), "a", TODAY)
    assert (look.width, look.height) == (160, 96)
    assert look.taken_at == datetime(2023, 2, 20, 9, 8, 7)  # noqa: DTZ001
    assert (look.latitude, look.longitude) == (Decimal("36.706900"), Decimal("119.161700"))


def test_a_phones_heic_is_read_and_stands_upright() -> None:
    look = look_at(PHONE, "a", TODAY)
    assert look.taken_at == datetime(2023, 2, 20, 9, 8, 7)  # noqa: DTZ001
    (copy,) = small_copies(PHONE, "a", (80,))
    shown = opened(copy)
    assert (shown.width < shown.height) == (look.width < look.height)
    assert look.latitude == Decimal("36.706900")


@pytest.mark.parametrize(
    "taken",
    [
        "0000:00:00 00:00:00",
        "2023:13:45 99:00:00",
        "    :  :     :  :  ",
        "gestern",
        "1970:01:01 00:00:00",
        "2031:01:01 10:00:00",
        "",
        None,
    ],
)
def test_a_nonsense_date_is_no_date_and_no_refusal(tmp_path: Path, taken: str | None) -> None:
    assert look_at(a_photo(tmp_path, taken=taken), "a", TODAY).taken_at is None


@pytest.mark.parametrize("orientation", range(1, 9))
def test_small_copies_stand_upright_however_the_phone_was_held(tmp_path: Path, orientation: int) -> None:
    path = a_photo(tmp_path, orientation=orientation)
    look = look_at(path, "a", TODAY)
    big, small = small_copies(path, "a", (120, 40))
    assert (look.width, look.height) == ((96, 160) if orientation > 4 else (160, 96))
    assert max(opened(big).size) == 120
    assert max(opened(small).size) == 40
    # The red quarter goes where the orientation puts it.
    corners = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}
    shown = opened(big).convert("RGB")
    reds = {
        (x, y)
        for x in (0, 1)
        for y in (0, 1)
        if shown.getpixel((shown.width * (1 + 2 * x) // 4, shown.height * (1 + 2 * y) // 4))[0] > 150  # type: ignore[index]
    }
    assert reds == {corners[orientation]}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("cmyk.jpg", written(picture().convert("CMYK"))),
        ("grey.jpg", written(picture().convert("L"))),
        ("wide.png", written(Image.new("I;16", (60, 40), 40_000), "PNG")),
        ("wide.tif", written(Image.new("I;16", (60, 40), 40_000), "TIFF")),
        ("clear.png", written(Image.new("RGBA", (60, 40), (0, 0, 0, 0)), "PNG")),
        ("palette.png", written(picture().convert("P"), "PNG", transparency=0)),
        ("bits.png", written(picture().convert("1"), "PNG")),
        ("web.webp", written(picture(), "WEBP")),
        ("moving.gif", written(picture(), "GIF", save_all=True, append_images=[picture().rotate(180)])),
        ("moving.webp", written(picture(), "WEBP", save_all=True, append_images=[picture().rotate(180)])),
        ("really-a-png.jpg", written(picture(), "PNG")),
        ("map.bmp", written(picture(), "BMP")),
    ],
)
def test_any_kind_of_picture_has_a_small_copy_and_a_bare_one(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    look = look_at(path, name, TODAY)
    (small,) = small_copies(path, name, (50,))
    assert opened(small).mode == "RGB"
    assert max(opened(small).size) == 50
    assert opened(bare(path)).size == (look.width, look.height)


def test_what_is_clear_becomes_white_and_sixteen_bits_keep_their_brightness(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(written(Image.new("RGBA", (60, 40), (0, 0, 0, 0)), "PNG"))
    assert whole_picture(path, "a").getpixel((5, 5)) == (255, 255, 255)
    path.write_bytes(written(Image.new("I;16", (60, 40), 40_000), "PNG"))
    assert whole_picture(path, "a").getpixel((5, 5)) == (155, 155, 155)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "photo.not_a_picture"),
        (b"%PDF-1.7 no picture", "photo.not_a_picture"),
        (b"\xff\xd8\xff", "photo.broken"),
        (written(picture((900, 600)))[:900], "photo.broken"),
        (written(picture(), "PNG")[:120], "photo.broken"),
        (PHONE.read_bytes()[:600], "photo.broken"),
        (a_bomb(), "photo.too_many_pixels"),
    ],
    ids=["nothing", "a paper", "three bytes", "half a jpeg", "half a png", "half a heic", "a bomb"],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(data)
    with pytest.raises(UserError) as refused:
        look_at(path, "a.jpg", TODAY)
        small_copies(path, "a.jpg", (50,))
    assert refused.value.code == code


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 900), junk=st.binary(min_size=1, max_size=12))
def test_a_damaged_photo_is_read_or_refused_and_nothing_else(tmp_path: Path, at: int, junk: bytes) -> None:
    data = bytearray(a_photo(tmp_path).read_bytes())
    data[at : at + len(junk)] = junk
    path = tmp_path / "damaged.jpg"
    path.write_bytes(data)
    for act in (
        lambda: look_at(path, "a", TODAY),
        lambda: small_copies(path, "a", (50,)),
        lambda: bare(path),
    ):
        try:
            act()
        except UserError as error:
            assert error.code in ("photo.broken", "photo.not_a_picture", "photo.too_many_pixels")


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    form=st.sampled_from(["JPEG", "progressive", "PNG", "WEBP", "MPO"]),
    orientation=st.integers(1, 8),
    width=st.integers(1, 70),
    height=st.integers(1, 70),
    seed=st.binary(min_size=3, max_size=3),
    words=st.text(min_size=1, max_size=30),
)
def test_a_bare_copy_has_the_same_pixels_and_nothing_of_place_or_maker(
    tmp_path: Path, form: str, orientation: int, width: int, height: int, seed: bytes, words: str
) -> None:
    path = tmp_path / "a.jpg"
    image = picture((width, height), tuple(seed))  # type: ignore[arg-type]
    told = exif(orientation=orientation)
    told[270] = words
    match form:
        case "progressive":
            data = written(image, "JPEG", progressive=True, exif=told, comment=MAKER_NOTE)
        case "JPEG":
            data = written(image, "JPEG", exif=told, comment=MAKER_NOTE, xmp=MAKER_NOTE)
        case "MPO":
            data = written(image, "MPO", save_all=True, append_images=[picture()], exif=told)
        case _:
            data = written(image, form, exif=told, xmp=MAKER_NOTE, lossless=True)
    path.write_bytes(data)
    copy = bare(path)
    assert MAKER_NOTE not in copy
    assert b"2023:02:20" not in copy
    found = opened(copy)
    tags = found.getexif()
    assert not tags.get_ifd(GPS)
    assert not tags.get_ifd(INNER)
    assert dict(tags) == ({274: orientation} if orientation != 1 else {})
    before, after = opened(data), found
    assert before.size == after.size
    assert ImageChops.difference(before.convert("RGB"), after.convert("RGB")).getbbox() is None


def test_what_lies_behind_the_end_of_a_photo_is_left_out(tmp_path: Path) -> None:
    path = a_photo(tmp_path)
    path.write_bytes(path.read_bytes() + a_photo(tmp_path, "b.jpg").read_bytes())
    assert bare(path).count(b"\xff\xd9") == 1


def test_a_bare_heic_is_a_jpeg_without_tags() -> None:
    copy = opened(bare(PHONE))
    assert copy.format == "JPEG"
    assert not dict(copy.getexif())
    shown = whole_picture(PHONE, "a")
    assert copy.size == shown.size


def test_a_marked_copy_has_its_words_at_its_foot_and_the_picture_above(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(written(Image.new("RGB", (800, 600), (90, 120, 150)), exif=exif()))
    lines = ("项目：年产五万吨铝箔", "地点：1号厂房", "拍摄时间：2023-02-20 09:08", "核实人：服务专员")
    try:
        marked = opened(watermarked(path, "a", lines))
    except UserError as error:
        pytest.skip(error.code)
    other = opened(watermarked(path, "a", (lines[0], "地点：2号厂房", *lines[2:])))
    assert marked.size == (800, 600)
    assert not dict(marked.getexif())
    ground = Image.new("RGB", (800, 600), (90, 120, 150))
    top = ImageChops.difference(marked.crop((0, 0, 800, 400)), ground.crop((0, 0, 800, 400)))
    assert max(high for _, high in top.getextrema()) < 12  # type: ignore[misc]
    foot = marked.crop((0, 450, 400, 600)).convert("L")
    low, high = foot.getextrema()
    assert low < 70  # type: ignore[operator]
    assert high > 240  # type: ignore[operator]
    # Only the row that says the place differs, and it differs where its first character stands.
    box = ImageChops.difference(marked, other).convert("L").point(lambda v: 255 if v > 60 else 0).getbbox()
    assert box is not None
    assert 600 - box[1] < 140
    assert box[3] - box[1] < 40


def test_long_words_are_broken_within_a_narrow_picture(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(written(Image.new("RGB", (300, 400), (90, 120, 150))))
    try:
        marked = opened(watermarked(path, "a", ("项目：" + "很长的名称" * 12,)))
    except UserError as error:
        pytest.skip(error.code)
    right = marked.crop((292, 0, 300, 400)).convert("L")
    assert right.getextrema()[1] < 160  # type: ignore[operator]


def test_no_copy_that_is_drawn_anew_carries_what_was_written_beside_the_picture(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(written(picture(), exif=exif(), comment=MAKER_NOTE, xmp=MAKER_NOTE))
    moving = tmp_path / "a.gif"
    moving.write_bytes(written(picture(), "GIF", comment=MAKER_NOTE))
    scan = tmp_path / "a.tif"
    scan.write_bytes(written(picture(), "TIFF", exif=exif()))
    copies = [*small_copies(path, "a", (50, 20)), bare(moving), bare(scan), bare(PHONE)]
    try:
        copies.append(watermarked(path, "a", ("项目",)))
    except UserError as error:
        assert error.code == "report.no_font"
    for copy in copies:
        assert b"maker note" not in copy
        assert not dict(opened(copy).getexif())


def test_a_phones_colours_keep_their_profile_and_printers_colours_lose_it(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    path = tmp_path / "a.jpg"
    path.write_bytes(written(picture(), icc_profile=profile))
    (copy,) = small_copies(path, "a", (50,))
    assert opened(copy).info["icc_profile"] == profile
    assert opened(bare(path)).info["icc_profile"] == profile
    path.write_bytes(written(picture().convert("CMYK"), icc_profile=profile))
    (copy,) = small_copies(path, "a", (50,))
    assert "icc_profile" not in opened(copy).info


def test_a_damaged_heic_that_ends_its_decoder_is_refused_and_not_the_programs_end(tmp_path: Path) -> None:
    damaged = PHONE.with_name("phone-damaged.heic")
    with pytest.raises(UserError, match=r"photo\.broken"):
        look_at(damaged, "a.heic", TODAY)
