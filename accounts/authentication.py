"""Who asks the API, by a token in the header `Authorization: Token …`."""

from __future__ import annotations

from rest_framework.authentication import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed

from accounts.actions import tokens
from accounts.models import User


class ByToken(TokenAuthentication):
    """First among the API's ways in, so that its answer to nobody is 401."""

    def authenticate_credentials(self, key: str) -> tuple[User, None]:
        person = tokens.holder(key)
        if person is None:
            raise AuthenticationFailed
        return person, None
