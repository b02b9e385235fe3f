"""Log-ins and failed log-ins leave an audit record too."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from fluxus.organisations import audit


@receiver(user_logged_in)
def logged_in(sender: Any, user: Any, **kwargs: Any) -> None:
    """Note who came in."""
    audit.record("login", by=user, target=user)


@receiver(user_logged_out)
def logged_out(sender: Any, user: Any, **kwargs: Any) -> None:
    """Note who left; an expired session has nobody."""
    if user is not None:
        audit.record("logout", by=user, target=user)


@receiver(user_login_failed)
def login_failed(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    """Note that somebody tried; what was typed is not kept."""
    audit.record("login", by=None, outcome="failure")
