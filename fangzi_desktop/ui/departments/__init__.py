"""部门手续: one department, all projects."""
