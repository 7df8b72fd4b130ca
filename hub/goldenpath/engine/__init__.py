"""The docs engine: from a tree of Markdown and an mkdocs settings file to a site. Knows no Django."""
