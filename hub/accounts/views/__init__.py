"""The HTML doors of accounts: coming in, and the own profile."""
