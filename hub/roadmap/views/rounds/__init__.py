"""The HTML doors of rounds."""
