"""One file a section: from the context to what its template shows."""
