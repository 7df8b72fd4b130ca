"""The HTML doors of demos."""
