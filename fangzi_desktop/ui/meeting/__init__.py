"""会议模式: what is before a meeting, project by project, in type that a room can read."""
