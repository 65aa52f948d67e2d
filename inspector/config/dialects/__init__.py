"""How applications stack their layers: specs, and the few rules that data cannot say."""
