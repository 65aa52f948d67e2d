"""Inspector: where every setting comes from, and what every request did."""

__version__ = "0.1.0"
