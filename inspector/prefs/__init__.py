"""Inspector's own settings: typed, versioned JSON."""
