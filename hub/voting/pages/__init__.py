"""What the pages of voting show: rows, and stored results in words and drawings. Nothing is counted here."""
