"""In and out: one module a format family; they know tables and partnerships, no measures."""

from partnernet.files.read import read
from partnernet.files.reading import read_tables
from partnernet.files.writing import replacing, write_tables, write_text

__all__ = ["read", "read_tables", "replacing", "write_tables", "write_text"]
