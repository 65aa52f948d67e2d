"""The index: which record stands where, when, how severe, of which request. The log keeps the text."""
