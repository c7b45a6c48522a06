"""The field's own words in data: sectors, levels, scales, headers, and how a group is drawn."""
