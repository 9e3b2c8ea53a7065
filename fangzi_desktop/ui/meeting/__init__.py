"""会议模式: the meeting of the 论证 on the big screen, project by project."""
