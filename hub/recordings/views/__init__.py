"""The HTML doors of recordings."""
