"""What anybody can check: canonical bytes, frozen settings, the ledger, the bundle and its verifier."""
