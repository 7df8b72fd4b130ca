"""Tables of items from other tools: read, understood, shown before anything is written, then taken in."""
