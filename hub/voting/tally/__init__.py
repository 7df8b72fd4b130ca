"""From papers to a result: what a ballot may say, which ballots count, what a vote comes to."""
