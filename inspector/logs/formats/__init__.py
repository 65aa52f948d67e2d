"""Which field means what."""
