"""How allauth behaves here: no open sign-up, and second-factor secrets encrypted."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ResetPasswordForm
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest


class InvitationOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account of their own."""
        return False


class EncryptedMfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """allauth stores these secrets in clear unless told otherwise."""

    @staticmethod
    def _cipher() -> MultiFernet:
        return MultiFernet([Fernet(key) for key in settings.MFA_KEYS])

    def encrypt(self, text: str) -> str:
        """Return the secret under the first key."""
        return self._cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret; any of the keys may have made it."""
        return self._cipher().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, Any]:
        """Name this installation to the person's passkey."""
        entity: dict[str, Any] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": "Fluxus"}


def send_password_link(request: HttpRequest, email: str) -> None:
    """Mail a link with which this person chooses a password; the mail holds nothing else."""
    form = ResetPasswordForm(data={"email": email})
    if form.is_valid():
        form.save(request)
