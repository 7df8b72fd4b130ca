"""The API's key: `Authorization: Bearer hub_...`."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from hub.accounts import tokens
from hub.accounts.models import ApiToken, User


def person(request: Request) -> User:
    """Who asks. Raises NotAuthenticated when nobody is signed in."""
    if not isinstance(request.user, User):
        raise NotAuthenticated
    return request.user


class TokenAuthentication(BaseAuthentication):
    """Signs a program in by its token; no header means an anonymous reader."""

    keyword = b"bearer"

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """The person the token acts for, or None without a token."""
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != self.keyword:
            return None
        if len(parts) != 2:
            raise AuthenticationFailed("The header must read: Authorization: Bearer TOKEN.")
        token = tokens.verify(parts[1].decode("latin-1"))
        if token is None:
            raise AuthenticationFailed("This token is unknown, expired or revoked.")
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """What a 401 says about how to sign in."""
        return 'Bearer realm="hub"'


class ReadOrMayWrite(BasePermission):
    """Anyone reads what is visible; writing needs a person, and a token made for writing."""

    message = "This token may only read."

    def has_permission(self, request: Request, view: Any) -> bool:
        if request.method in SAFE_METHODS:
            return True
        if not request.user.is_authenticated:
            return False
        token = request.auth
        return not isinstance(token, ApiToken) or token.scope == ApiToken.Scope.WRITE


class TokenScheme(OpenApiAuthenticationExtension):
    """How the OpenAPI describes the key."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """A bearer token."""
        return {"type": "http", "scheme": "bearer"}
