"""All SQL: the team's database, its journal and its backups."""
