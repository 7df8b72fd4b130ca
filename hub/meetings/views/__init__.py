"""The HTML doors of meetings."""
