"""Placeholder."""


def cell_of(table: str, field: str) -> str:
    return field
