"""Measures asked again of changed partnerships, and many measures asked at once."""
