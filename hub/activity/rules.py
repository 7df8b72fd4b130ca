"""Who may follow and be told, and who says which programs are."""

from rules import add_perm

from hub.accounts.rules import is_platform_admin, is_signed_in

add_perm("activity.follow", is_signed_in)
add_perm("activity.prefer", is_signed_in)
add_perm("activity.mark_read", is_signed_in)
add_perm("activity.manage_webhooks", is_platform_admin)
