"""What a round is made of, counted by and shown with."""
