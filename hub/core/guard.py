"""Where the hub itself may connect to: allow-listed networks only, checked on the very address connected to.

The check sits where the socket is made, after the name was resolved, so a name that changes its mind between
check and use (DNS rebinding) gains nothing. Some addresses stay closed whatever the list says.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# Where clouds keep credentials, and what is no single host.
NEVER = tuple(
    ipaddress.ip_network(net)
    for net in (
        "0.0.0.0/8", "169.254.0.0/16", "100.100.100.200/32", "192.0.0.192/32", "168.63.129.16/32",
        "224.0.0.0/4", "255.255.255.255/32", "::/128", "fe80::/10", "fd00:ec2::/32", "ff00::/8",
    )
)  # fmt: skip
NAT64 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))
V4_COMPATIBLE = ipaddress.IPv6Network("::/96")
LOOPBACK_V6 = ipaddress.IPv6Address("::1")


class Blocked(OSError):  # noqa: N818 -- it is an answer, not a fault
    """The hub may not connect to this address."""


class Guard:
    """The networks that may be asked; `setting` is the name of the list, for what is said of a refusal."""

    def __init__(self, networks: Iterable[str], setting: str = "HUB_PROBE_NETWORKS") -> None:
        """Raises ValueError when one is not a network in CIDR notation."""
        self.setting = setting
        self.networks: tuple[Network, ...] = tuple(ipaddress.ip_network(net) for net in networks)

    def allows(self, address: str) -> bool:
        """Whether this address may be connected to; every address hidden inside it must be allowed too."""
        try:
            ip = ipaddress.ip_address(address.partition("%")[0])
        except ValueError:
            return False
        if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
            ip = ip.ipv4_mapped
        return all(self._listed(one) and not _never(one) for one in (ip, *hidden(ip)))

    def _listed(self, ip: Address) -> bool:
        return any(ip.version == net.version and ip in net for net in self.networks)

    def socket(self, info: tuple[object, ...]) -> socket.socket:
        """Make the socket for a resolved address (aiohttp's `socket_factory`); raises Blocked instead.

        What is said of a refusal names no address: it stands where everybody reads it.
        """
        family, kind, proto, _, peer = info
        if not self.allows(str(peer[0])):  # type: ignore[index]
            raise Blocked(f"its address is not in {self.setting}")
        return socket.socket(family, kind, proto)  # type: ignore[arg-type]


def _never(ip: Address) -> bool:
    return any(ip.version == net.version and ip in net for net in NEVER)


def hidden(ip: Address) -> list[ipaddress.IPv4Address]:
    """The IPv4 addresses that an IPv6 address may lead to by translation or tunnel."""
    if not isinstance(ip, ipaddress.IPv6Address):
        return []
    found = [ip.sixtofour, *(ip.teredo or ())]
    if any(ip in net for net in NAT64) or (ip in V4_COMPATIBLE and ip != LOOPBACK_V6):
        found.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
    return [one for one in found if one is not None]
