"""Who is asking: the network address of a visitor, also behind proxies that we know of."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def client_address(request: HttpRequest) -> str:
    """The visitor's network: an IPv4 address, or the /64 of an IPv6 one (one household has billions).

    With HUB_PROXIES=1 the last entry of X-Forwarded-For counts (our proxy wrote it); with 0 the header,
    which anybody can write, is not read at all.
    """
    seen = request.META.get("REMOTE_ADDR", "")
    if settings.PROXIES:
        chain = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        seen = chain[-settings.PROXIES] if len(chain) >= settings.PROXIES and chain[0] else seen
    try:
        address = ipaddress.ip_address(seen)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def safe_next(request: HttpRequest, default: str = "/") -> str:
    """Where the visitor wants to go afterwards (`next`), when that is a page of ours; else `default`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else default
