"""Write calendar.toml from the library chinesecalendar: run it when the library knows another year."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path

from chinese_calendar import Holiday, constants

FIRST_YEAR, LAST_YEAR = 2004, 2026
UNCHECKED = "随程序提供（通知文号未核对）"

# Notices whose number has been checked; days changed by later notices of the same year are in the library.
NOTICES = {
    2015: "国办发明电〔2014〕28号及其后的调整",
    2016: "国办发明电〔2015〕18号",
    2017: "国办发明电〔2016〕17号",
    2018: "国办发明电〔2017〕12号",
    2019: "国办发明电〔2018〕15号及其后的调整",
    2020: "国办发明电〔2019〕16号及其后的调整",
    2021: "国办发明电〔2020〕27号",
    2022: "国办发明电〔2021〕11号",
    2023: "国办发明电〔2022〕16号",
    2024: "国办发明电〔2023〕7号",
    2025: "国办发明电〔2024〕12号",
    2026: "国办发明电〔2025〕7号",
}

NAMES = {
    Holiday.new_years_day: "元旦",
    Holiday.spring_festival: "春节",
    Holiday.tomb_sweeping_day: "清明节",
    Holiday.labour_day: "劳动节",
    Holiday.dragon_boat_festival: "端午节",
    Holiday.mid_autumn_festival: "中秋节",
    Holiday.national_day: "国庆节",
    Holiday.anti_fascist_70th_day: "抗战胜利70周年纪念日",
}

HEAD = """\
# 各年放假安排：rest 为放假（含其中的周末），work 为调休上班；其余周一至周五上班、周末休息。
# 由 export_calendar.py 据 chinesecalendar 1.11.0 (MIT) 生成。
"""


def by_name(days: dict[date, str], year: int) -> dict[str, list[date]]:
    """Gather a year's days under the holiday they belong to."""
    found: dict[str, list[date]] = defaultdict(list)
    for day in sorted(days):
        if day.year == year:
            found[NAMES[Holiday(days[day])]].append(day)
    return found


def toml_of(year: int) -> str:
    """Write one year, a line per holiday."""
    lines = ["[[year]]", f"year = {year}", f'source = "{NOTICES.get(year, UNCHECKED)}"']
    for table, days in (("rest", constants.holidays), ("work", constants.workdays)):
        lines += ["", f"[year.{table}]"]
        lines += [f'"{name}" = [{", ".join(map(str, dates))}]' for name, dates in by_name(days, year).items()]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write every year beside this file."""
    years = [toml_of(year) for year in range(FIRST_YEAR, LAST_YEAR + 1)]
    Path(__file__).with_name("calendar.toml").write_text("\n".join([HEAD, *years]), encoding="utf-8")


if __name__ == "__main__":
    main()
