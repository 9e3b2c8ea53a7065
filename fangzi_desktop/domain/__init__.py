"""Rules as pure functions over frozen values; no Qt, no SQL, no clock."""
