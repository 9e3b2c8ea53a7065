"""考核: the ranking of localities and departments, and the rows behind every figure."""
