"""Who may bring items in from tables."""

from rules import add_perm

from hub.accounts.rules import is_platform_admin
from hub.roadmap.rules import leads_some_group

add_perm("exchange.import_items", is_platform_admin | leads_some_group)
add_perm("exchange.import_for_any_group", is_platform_admin)
