"""The photos of a project: the wall of thumbnails, the viewer, before and after, and their copies."""
