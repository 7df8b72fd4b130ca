"""What people do with recordings."""
