"""Refusals that a person can mend."""

from __future__ import annotations


class UserError(Exception):
    """A refusal named by a code such as ``permit.not_accepted``, with the values its sentence needs.

    The sentence itself is worded by ``ui.messages``, so that rules stay free of wording.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return self.code
