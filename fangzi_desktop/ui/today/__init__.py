"""The 今日 page: what calls for somebody, and how the projects stand."""
