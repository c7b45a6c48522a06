"""What two tables must satisfy to be a partnership; every odd row is told, none is guessed."""

from partnernet.checks.origin import Desk, Origin
from partnernet.checks.references import Directory, visible
from partnernet.checks.repeats import RULES
from partnernet.checks.whole import Checked, Origins, check

__all__ = ["RULES", "Checked", "Desk", "Directory", "Origin", "Origins", "check", "visible"]
