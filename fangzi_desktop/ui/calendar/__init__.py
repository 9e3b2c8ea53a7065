"""The 日历 page: months and weeks of due days, and moving a reminder from day to day."""
