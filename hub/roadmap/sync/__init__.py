"""The sync: a meeting of a quarter or half an hour that walks through the quarter."""
