"""外勤: visits to investors, firms and sites."""
