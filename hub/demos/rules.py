"""Who may propose a demo."""

from rules import add_perm

from hub.accounts.rules import is_signed_in

add_perm("demos.propose_demo", is_signed_in)
