"""Papers: each report prints one frozen input."""
