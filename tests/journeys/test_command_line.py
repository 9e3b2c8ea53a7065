"""The whole program from the command line: the district's ledger in, the weekly report out."""

from __future__ import annotations

import hashlib
import html
import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pdfplumber
import pytest

from fangzi_desktop import paths
from fangzi_desktop.app import open_workspace
from fangzi_desktop.domain.terms import Stage
from fangzi_desktop.services.papers import attach_files, keep_file
from fangzi_desktop.services.projects import ProjectForm, add_project
from fangzi_desktop.services.visits import VisitForm, record_visit
from fangzi_desktop.storage.database import DATABASE_NAME
from fangzi_desktop.ui.messages import SENTENCES

SOURCE = Path(__file__).parents[2]
LEDGER = paths.resources() / "samples" / "ledger.xlsx"


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


def say(*arguments: object) -> Said:
    done = subprocess.run(
        [sys.executable, "-m", "fangzi_desktop", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=SOURCE,
        env=os.environ | {"PYTHONUTF8": "1"},
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A team folder into which the real ledger was imported on 2023-02-24."""
    folder = tmp_path_factory.mktemp("journey") / "专班 一"
    said = say("--data", folder, "--today", "2023-02-24", "import", LEDGER, "--json")
    assert (said.code, said.err) == (0, "")
    assert said.document == {"created": 11, "updated": 0, "problems": []}
    return folder


def test_the_register_has_the_ledgers_values(team: Path) -> None:
    projects = say("--data", team, "projects", "--json").document
    by_name = {project["name"]: project for project in projects}
    park = by_name["元宇宙配套产业园项目一期"]
    assert len(projects) == 11
    assert set(park) == {"id", "name", "investor", "stage", "route", "investment_yuan", "area_mu", "light"}
    assert (park["investor"], park["stage"], park["route"]) == ("歌尔集团", "construction", "new_land")
    assert (park["investment_yuan"], park["area_mu"]) == (1_000_000_000, 485)
    assert by_name["中国电建共享储能电站项目"]["route"] is None
    assert by_name["鸢漫数字影像产业园项目"]["investor"] is None
    stages = [project["stage"] for project in projects]
    assert {stage: stages.count(stage) for stage in set(stages)} == {
        "formation": 6,
        "permits": 1,
        "construction": 2,
        "completion": 1,
        "compliance": 1,
    }
    assert sum(project["investment_yuan"] or 0 for project in projects) == 3_020_000_000


def test_a_second_import_of_the_same_file_creates_nothing(team: Path) -> None:
    said = say("--data", team, "--today", "2023-02-24", "import", LEDGER, "--json")
    assert said.document == {"created": 0, "updated": 0, "problems": []}


def test_the_permits_of_the_listed_project_hold_its_four_certificates(team: Path) -> None:
    projects = say("--data", team, "projects", "--json").document
    (project,) = (one for one in projects if "碳化硅" in one["name"])
    items = {
        item["code"]: item
        for item in say("--data", team, "permits", "--project", project["id"], "--json").document
    }
    assert len(items) == 51
    assert set(items["LAND_ANNOUNCE"]) == {
        "code",
        "name",
        "department",
        "state",
        "due",
        "provisional",
        "done",
        "requires",
        "critical",
        "float",
    }
    certificates = ("LAND_USE_PLAN", "LAND_TITLE", "CONSTR_PLAN", "CONSTR_PERMIT")
    assert {items[code]["done"] for code in certificates} == {"2022-06-29"}
    assert items["START_READY"]["due"] == "2022-07-14"


def test_the_weekly_report_prints_every_project_with_every_font_embedded(team: Path, tmp_path: Path) -> None:
    target = tmp_path / "w.pdf"
    said = say(
        "--data",
        team,
        "--today",
        "2023-02-24",
        "report",
        "weekly",
        "--week",
        "2023-W08",
        "-o",
        target,
        "--json",
    )
    assert said.code == 0, said.err
    with pdfplumber.open(target) as pdf:
        text = "".join("".join(page.extract_text().split()) for page in pdf.pages)
        assert said.document == {"file": str(target), "pages": len(pdf.pages)}
        fonts = {char["fontname"] for page in pdf.pages for char in page.chars}
    for project in say("--data", team, "projects", "--json").document:
        assert project["name"].replace(" ", "") in text
    for value in ("30.2亿元", "485", "100000", "95000", "107000"):
        assert value in text
    assert all("+" in font for font in fonts), f"a subset font has a tag before its name: {fonts}"


def test_the_weekly_report_is_written_for_word_and_for_excel(team: Path, tmp_path: Path) -> None:
    wanted = (
        "--data",
        team,
        "--today",
        "2023-02-24",
        "report",
        "weekly",
        "--week",
        "2023-W08",
        "--json",
        "-o",
    )
    names = [project["name"] for project in say("--data", team, "projects", "--json").document]
    for target in (tmp_path / "周报.docx", tmp_path / "周报.xlsx"):
        said = say(*wanted, target)
        assert said.code == 0, said.err
        assert said.document == {"file": str(target), "pages": None}
        with zipfile.ZipFile(target) as archive:
            text = "".join(
                archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")
            )
        assert all(html.escape(name, quote=False) in text for name in names)
    spoken = say(*(word for word in wanted if word != "--json"), tmp_path / "周报.docx")
    assert spoken.out == f"周报存为 {tmp_path / '周报.docx'}。\n"


@pytest.mark.parametrize(
    ("kind", "name", "forms"),
    [("weekly", "周报.doc", ".pdf、.docx、.xlsx"), ("week_plan", "计划.docx", ".pdf")],
)
def test_another_ending_is_refused_with_those_that_are_possible(
    team: Path, tmp_path: Path, kind: str, name: str, forms: str
) -> None:
    said = say("--data", team, "--today", "2023-02-24", "report", kind, "-o", tmp_path / name)
    assert said.code == 1
    assert said.err == f"这份报告可以存成 {forms} 文件，请改文件名“{name}”。\n"
    assert list(tmp_path.iterdir()) == []


def test_the_checklist_of_a_project_is_printed_with_its_items(team: Path, tmp_path: Path) -> None:
    projects = say("--data", team, "projects", "--json").document
    project = next(one["id"] for one in projects if one["name"] == "元宇宙配套产业园项目二期")
    target = tmp_path / "清单.pdf"
    wanted = ("report", "permits", "--project", project, "-o", target, "--json")
    said = say("--data", team, "--today", "2023-02-24", *wanted)
    assert said.code == 0, said.err
    items = say("--data", team, "--today", "2023-02-24", "permits", "--project", project, "--json").document
    with pdfplumber.open(target) as pdf:
        text = "".join("".join(page.extract_text().split()) for page in pdf.pages)
        assert said.document == {"file": str(target), "pages": len(pdf.pages)}
    assert "手续清单" in text
    assert "企业投资项目备案" in text
    # A name that breaks over two lines is read in two places; most stand on one.
    assert sum(item["name"].translate(str.maketrans("()", "（）")) in text for item in items) > len(items) / 2


@pytest.mark.parametrize(
    ("amount", "unit", "due", "calendar_days", "working_days", "provisional"),
    [
        pytest.param("37", "working_day", "2022-07-14", 52, 37, False, id="the rule's unit"),
        pytest.param("37", "calendar_day", "2022-06-29", 37, 26, False, id="the achieved days"),
    ],
)
def test_the_calculator_counts_the_published_case(
    tmp_path: Path, amount: str, unit: str, due: str, calendar_days: int, working_days: int, provisional: bool
) -> None:
    counted = say("--data", tmp_path / "none", "clock", "2022-05-23", amount, unit, "--json").document
    assert counted.pop("why")
    assert counted == {
        "due": due,
        "calendar_days": calendar_days,
        "working_days": working_days,
        "provisional": provisional,
    }
    assert not (tmp_path / "none").exists()


def test_the_calculator_says_what_is_estimated_and_takes_suspensions(tmp_path: Path) -> None:
    beyond = say("--data", tmp_path, "clock", "2026-12-20", "15", "working_day", "--json").document
    assert beyond["provisional"] is True
    assert "2027" in beyond["why"]
    stopped = say(
        "--data",
        tmp_path,
        "clock",
        "2023-01-16",
        "10",
        "working_day",
        "--suspend",
        "2023-02-01..2023-02-07",
        "--json",
    ).document
    assert stopped["due"] == "2023-02-09"


def test_the_demo_is_the_same_for_the_same_number_and_day(tmp_path: Path) -> None:
    listings = []
    for name in ("甲", "乙"):
        said = say("--data", tmp_path / name, "--today", "2025-10-20", "demo", "--projects", "30", "--json")
        assert (said.code, said.document) == (0, {"projects": 30}), said.err
        listings.append(say("--data", tmp_path / name, "--today", "2025-10-20", "projects", "--json").out)
    assert listings[0] == listings[1]
    again = say("--data", tmp_path / "甲", "--today", "2025-10-20", "demo")
    assert again.code == 1
    assert "30 个项目" in again.err
    assert say("--data", tmp_path / "甲", "check", "--json").document == {"ok": True, "problems": []}


def test_deadlines_are_listed_most_urgent_first(tmp_path: Path) -> None:
    say("--data", tmp_path / "t", "--today", "2025-10-20", "demo", "--projects", "40")
    lines = say("--data", tmp_path / "t", "--today", "2025-10-20", "deadlines", "--json").document
    dues = [line["due"] for line in lines if line["due"] is not None]
    assert dues
    assert dues == sorted(dues)
    assert set(lines[0]) == {
        "project",
        "kind",
        "item",
        "start",
        "due",
        "left",
        "unit",
        "light",
        "provisional",
        "why",
    }
    soon = say(
        "--data", tmp_path / "t", "--today", "2025-10-20", "deadlines", "--within", "5", "--json"
    ).document
    assert 0 < len(soon) < len(lines)
    assert all(line["light"] in ("red", "yellow", "green") for line in soon)


def test_the_ledger_round_trips(team: Path, tmp_path: Path) -> None:
    target = tmp_path / "台账.xlsx"
    assert say("--data", team, "export", target, "--json").document == {"file": str(target), "rows": 11}
    said = say("--data", tmp_path / "again", "--today", "2023-02-24", "import", target, "--json")
    assert said.document == {"created": 11, "updated": 0, "problems": []}, said.err
    first = say("--data", team, "projects", "--json").document
    second = say("--data", tmp_path / "again", "projects", "--json").document
    for project in (*first, *second):
        del project["id"]
    assert first == second


def test_the_due_days_are_exported_as_a_calendar(team: Path, tmp_path: Path) -> None:
    target = tmp_path / "到期日.ics"
    document = say("--data", team, "export", target, "--json").document
    due = [line for line in say("--data", team, "deadlines", "--json").document if line["due"]]
    assert document == {"file": str(target), "rows": len(due)}
    assert target.read_bytes().count(b"BEGIN:VEVENT\r\n") == len(due) > 0


def test_backup_and_check(team: Path) -> None:
    copy = say("--data", team, "backup", "--json").document["file"]
    assert Path(copy).parent == team / "backups"
    assert say("--data", team, "check", "--json").document == {"ok": True, "problems": []}


def test_check_names_an_attached_file_that_is_gone(tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path, date(2023, 2, 24))
    project = workspace.do(add_project, ProjectForm("液压阀组项目"), Stage.PERMITS).value
    kept = keep_file(workspace, b"scan", "批复.pdf")
    workspace.do(attach_files, project, None, [kept])
    workspace.close()
    assert say("--data", tmp_path, "check").code == 0
    (tmp_path / "attachments" / kept.sha256[:2] / kept.sha256).unlink()
    said = say("--data", tmp_path, "check", "--json")
    assert said.code == 1
    assert said.document == {"ok": False, "problems": ["attachment.missing.液压阀组项目/批复.pdf"]}
    assert "1 个所附文件丢失或损坏" in said.err


def test_check_names_a_number_that_was_given_out_twice(tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path, date(2023, 2, 24))
    for name in ("甲项目", "乙项目"):
        workspace.do(add_project, ProjectForm(name, project_no="FZ-1"), Stage.PERMITS)
    workspace.close()
    said = say("--data", tmp_path, "check", "--json")
    assert said.code == 1
    assert said.document == {"ok": False, "problems": ["number.project.project_no.FZ-1"]}
    assert "1 处编号或名称重复" in said.err


def digest(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "fangzi.lock"
    }


def _text(path: Path) -> None:
    path.write_text("项目名称,总投资", encoding="utf-8")


def _empty_workbook(path: Path) -> None:
    openpyxl.Workbook().save(path)


def _without_names(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["序号", "总投资（亿元）", "用地面积（亩）", "当前环节"])
    sheet.append([1, 2.5, 40, "论证"])
    book.save(path)


def _truncated(path: Path) -> None:
    path.write_bytes(LEDGER.read_bytes()[:3000])


@pytest.mark.parametrize("make", [_text, _empty_workbook, _without_names, _truncated])
def test_a_file_that_is_no_ledger_gets_one_sentence_and_changes_nothing(
    team: Path, tmp_path: Path, make: Any
) -> None:
    path = tmp_path / "台账.xlsx"
    make(path)
    before = digest(team)
    said = say("--data", team, "import", path)
    assert said.code == 1
    assert len(said.err.strip().splitlines()) == 1
    assert "Traceback" not in said.err
    assert digest(team) == before


def test_a_ledger_with_a_bad_cell_is_not_imported_at_all(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    shutil.copy(LEDGER, path)
    book = openpyxl.load_workbook(path)
    book.active["I4"] = "大约夏天"  # type: ignore[index]
    book.save(path)
    dry = say("--data", tmp_path / "t", "import", path, "--dry-run", "--json")
    assert dry.code == 0
    (problem,) = dry.document["problems"]
    assert (problem["row"], problem["column"], problem["value"]) == (4, "I", "大约夏天")
    assert "2022" in problem["problem"]
    assert not (tmp_path / "t").exists()
    refused = say("--data", tmp_path / "t", "import", path)
    assert refused.code == 1
    assert len(refused.err.strip().splitlines()) == 1
    assert not (tmp_path / "t").exists()


def test_a_garbage_database_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / DATABASE_NAME).write_bytes(b"garbage" * 1000)
    before = digest(tmp_path)
    for command in (["projects"], ["import", str(LEDGER)], ["check"], ["backup"]):
        said = say("--data", tmp_path, *command)
        assert said.code == 1
        assert len(said.err.strip().splitlines()) == 1
    assert digest(tmp_path) == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no mode bits")
def test_a_folder_without_write_permission_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "shut"
    folder.mkdir()
    folder.chmod(0o555)
    try:
        said = say("--data", folder, "import", LEDGER)
        assert (said.code, len(said.err.strip().splitlines())) == (1, 1)
        assert list(folder.iterdir()) == []
    finally:
        folder.chmod(0o755)


@pytest.mark.parametrize(
    "arguments",
    [["no-such-command"], ["clock", "2022-13-01", "5", "working_day"], ["clock", "2022-05-23", "5", "weeks"]],
)
def test_wrong_usage_exits_2_without_a_traceback(arguments: list[str]) -> None:
    said = say(*arguments)
    assert said.code == 2
    assert "Traceback" not in said.err


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells whether there is a screen")
def test_without_a_screen_the_window_is_refused_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    said = say("--data", tmp_path / "team")
    assert (said.code, said.err.strip()) == (1, SENTENCES["window.no_screen"])
    assert not (tmp_path / "team").exists()


def test_the_command_line_does_not_load_qt() -> None:
    script = (
        "import sys, fangzi_desktop.cli; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", script], cwd=SOURCE, check=False).returncode == 0


def test_a_window_started_from_the_command_line_opens_without_loading_sqlalchemy(tmp_path: Path) -> None:
    say("--data", tmp_path, "--today", "2023-02-24", "demo", "--projects", "8")
    # Collecting garbage begins when the window is open and shown.
    script = (
        "import gc, os, sys\n"
        "from fangzi_desktop.__main__ import main\n"
        "gc.freeze = lambda: os._exit(3 if 'sqlalchemy' in sys.modules else 4)\n"
        "main(['--data', sys.argv[1], '--today', '2023-02-24'])"
    )
    opened = subprocess.run(
        [sys.executable, "-c", script, tmp_path],
        cwd=SOURCE,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        check=False,
    )
    assert opened.returncode == 4


def test_a_year_is_loaded_from_a_file_and_open_clocks_count_anew(tmp_path: Path) -> None:
    folder = tmp_path / "t"
    say("--data", folder, "--today", "2026-12-21", "demo", "--projects", "60")
    before = say("--data", folder, "--today", "2026-12-21", "deadlines", "--json").document
    assert any(line["provisional"] for line in before)
    year = tmp_path / "2027.json"
    days = [{"name": "元旦", "date": f"2027-01-0{day}", "isOffDay": True} for day in (1, 2, 3)]
    days += [{"name": "春节", "date": f"2027-02-{day:02d}", "isOffDay": True} for day in range(5, 13)]
    year.write_text(json.dumps({"year": 2027, "days": days}), encoding="utf-8")
    refused = say("--data", folder, "--today", "2026-12-21", "calendar", "import", year)
    assert (refused.code, refused.out) == (1, "")
    assert "没有清明节、劳动节、端午节、中秋节、国庆节的放假日期" in refused.err
    assert say("--data", folder, "--today", "2026-12-21", "deadlines", "--json").document == before
    others = ("04-05", "05-01", "05-03", "06-09", "09-15", "10-01", "10-02", "10-03", "10-04", "10-05")
    days += [{"name": "", "date": f"2027-{day}", "isOffDay": True} for day in others]
    year.write_text(json.dumps({"year": 2027, "days": days}), encoding="utf-8")
    loaded = say("--data", folder, "--today", "2026-12-21", "calendar", "import", year, "--json").document
    assert loaded["year"] == 2027
    after = say("--data", folder, "--today", "2026-12-21", "deadlines", "--json").document
    assert len(after) == len(before)
    assert not any(line["provisional"] for line in after if line["due"] and line["due"] < "2028")
    assert say("--data", folder, "--today", "2026-12-21", "check", "--json").document["ok"]


def test_a_year_is_loaded_from_a_calendar_and_says_what_moved(tmp_path: Path) -> None:
    folder, file = tmp_path / "t", tmp_path / "2027.ics"
    say("--data", folder, "--today", "2026-12-21", "demo", "--projects", "60")
    off = [("元旦", "0101", 3), ("春节", "0205", 7), ("清明节", "0403", 3), ("劳动节", "0501", 5)]
    off += [("端午节", "0609", 1), ("中秋节", "0915", 1), ("国庆节", "1001", 7)]
    events = "".join(
        f"BEGIN:VEVENT\nSUMMARY:{name}（休）\nDTSTART;VALUE=DATE:2027{day}\nDURATION:P{days}D\nEND:VEVENT\n"
        for name, day, days in off
    )
    file.write_text(f"BEGIN:VCALENDAR\n{events}", encoding="utf-8")
    refused = say("--data", folder, "--today", "2026-12-21", "calendar", "import", file)
    assert (refused.code, refused.out) == (1, "")
    assert "第 1 行“BEGIN:VCALENDAR”读不懂（文件不完整，没有结尾）" in refused.err
    file.write_text(f"BEGIN:VCALENDAR\n{events}END:VCALENDAR\n", encoding="utf-8")
    before = say("--data", folder, "--today", "2026-12-21", "deadlines", "--json").document
    loaded = say("--data", folder, "--today", "2026-12-21", "calendar", "import", file)
    assert "已载入2027年：放假27个自然日，调休上班0个自然日。" in loaded.out
    assert "请核对：减去调休上班后，比法定节假日多放" in loaded.out
    after = say("--data", folder, "--today", "2026-12-21", "deadlines", "--json").document
    moved = {(line["project"], line["item"], line["due"]) for line in after} - {
        (line["project"], line["item"], line["due"]) for line in before
    }
    assert moved
    for project, item, due in moved:
        assert any(
            line.strip().startswith(f"{project} {item}：") and line.endswith(f"→ {due}")
            for line in loaded.out.splitlines()
        )


def test_a_reader_who_has_enough_is_no_error(team: Path) -> None:
    arguments = [sys.executable, "-m", "fangzi_desktop", "--data", team, "deadlines", "--json"]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=SOURCE) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.close()
        said = program.stderr.read()
    assert (program.returncode, said) == (0, b"")


def test_a_visit_is_printed_by_its_project_or_its_own_number(tmp_path: Path) -> None:
    folder = tmp_path / "team"
    workspace = open_workspace(folder, date(2023, 2, 24))
    project = workspace.do(add_project, ProjectForm("甲项目"), Stage.CONSTRUCTION).value
    workspace.do(record_visit, project, VisitForm(date(2023, 2, 17), "上周看过"))
    visit = workspace.do(record_visit, project, VisitForm(date(2023, 2, 24), "今天看过")).value
    workspace.close()
    for options in (("--project", project), ("--visit", visit)):
        target = tmp_path / f"{options[0]}.pdf"
        done = say("--data", folder, "--json", "report", "visit", *options, "-o", target)
        assert (done.code, done.document) == (0, {"file": str(target), "pages": 1})
        with pdfplumber.open(target) as paper:
            assert "今天看过" in paper.pages[0].extract_text().replace("\n", "")
    missing = say("--data", folder, "report", "visit", "--visit", "nothing", "-o", tmp_path / "no.pdf")
    assert missing.code == 1 and missing.err and "Traceback" not in missing.err
    assert say("--data", folder, "report", "visit", "-o", tmp_path / "no.pdf").code == 2
    assert say("--data", folder, "report", "weekly", "--visit", visit, "-o", tmp_path / "no.pdf").code == 2
    assert not (tmp_path / "no.pdf").exists()
