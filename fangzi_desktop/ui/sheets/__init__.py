"""Sheets over all projects: one kind of record each, found, sorted and opened where it is kept."""
