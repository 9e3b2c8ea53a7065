from fangzi_desktop.domain.workdays import CalendarYear


def calendar_years(seed):
    return tuple(
        CalendarYear(
            int(y),
            frozenset(d for v in t["rest"].values() for d in v),
            frozenset(d for v in t["work"].values() for d in v),
            "国务院办公厅放假通知（chinesecalendar 1.11.0 整理）",
            {d: n for k in ("rest", "work") for n, v in t[k].items() for d in v},
        )
        for y, t in seed.items()
    )


def read_calendar_text(text, name):
    raise NotImplementedError
