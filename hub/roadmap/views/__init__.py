"""The HTML doors of the roadmap."""
