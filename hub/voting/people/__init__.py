"""Who may vote, and whom to tell."""
