"""Partnership: two checked tables, who answered, views, and the arrays that measures take."""

from partnernet.partnership.arrays import CONFIRM, By, Confirm, Groups, Network
from partnernet.partnership.whole import Filter, Partnership

__all__ = ["CONFIRM", "By", "Confirm", "Filter", "Groups", "Network", "Partnership"]
