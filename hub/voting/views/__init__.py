"""The HTML doors of voting."""
