"""Who asks the API, by a token in the header `Authorization: Bearer …`."""

from __future__ import annotations

from rest_framework.authentication import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed

from accounts.actions import tokens
from accounts.models import ApiToken, User


class ByToken(TokenAuthentication):
    """First among the API's ways in, so that its answer to nobody is 401."""

    keyword = "Bearer"

    def authenticate_credentials(self, key: str) -> tuple[User, ApiToken]:
        token = tokens.find_token(key)
        if token is None:
            raise AuthenticationFailed
        return token.user, token
