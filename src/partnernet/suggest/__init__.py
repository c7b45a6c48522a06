"""One file a suggestion: proposals with reasons, cost and certainty; each independent."""
