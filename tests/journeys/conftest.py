"""The window of the screens' tests, for journeys that begin in an empty team folder."""

from tests.ui.conftest import desk, window

__all__ = ["desk", "window"]
