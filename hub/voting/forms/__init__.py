"""What people type about decisions: drafts, ballots, concerns, nominations."""
