"""partnernet: stakeholder network analysis of health partnerships."""

__version__ = "0.1.0"
