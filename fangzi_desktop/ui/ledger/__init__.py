"""项目: the list of projects."""
