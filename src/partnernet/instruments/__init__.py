"""Questionnaires with which partners rate their own work: data, one file each."""
