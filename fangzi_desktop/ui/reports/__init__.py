"""报告: a week's paper as it will be printed."""
