"""In and out: one module a format family; they know tables and partnerships, no measures."""

from partnernet.files.portable import CannotCarry
from partnernet.files.read import read
from partnernet.files.reading import read_tables
from partnernet.files.write import WRITERS, write
from partnernet.files.writing import replacing, write_tables, write_text

__all__ = ["WRITERS", "CannotCarry", "read", "read_tables", "replacing", "write", "write_tables",
           "write_text"]
