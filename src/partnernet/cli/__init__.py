"""The command line: thin words over the public functions."""

from partnernet.cli.program import main

__all__ = ["main"]
