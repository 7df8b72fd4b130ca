"""Who may announce work, and who sees how a target is asked."""

from rules import add_perm

from hub.accounts.rules import is_platform_admin

add_perm("status.announce_maintenance", is_platform_admin)
add_perm("status.see_probing", is_platform_admin)
