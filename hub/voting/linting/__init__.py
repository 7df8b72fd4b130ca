"""What would make a vote go wrong, said before it opens."""
