"""What an alliance fills in: the template workbook and the survey forms."""

from partnernet.kit.survey import survey
from partnernet.kit.template import template

__all__ = ["survey", "template"]
