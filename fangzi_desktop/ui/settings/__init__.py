"""The 设置 page: the team, its data, the calendar and the look."""
