"""The mail to who was asked for a view: a link, and not a word about the case."""

import logging
from dataclasses import dataclass
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

logger = logging.getLogger(__name__)


@dataclass
class Mail:
    """A mail that goes out when the transaction ends; ``sent`` None: not yet, or nothing to send."""

    sent: bool | None = None


def mail_link(person: Any, link: str) -> Mail:
    """Mail this person a link once the transaction is through; a mail server that fails undoes nothing.

    ``link``: an absolute address that says nothing about the case; empty: no mail (the demo).
    """
    mail = Mail()
    if link and person.email:
        transaction.on_commit(lambda: _send(mail, person.email, link))
    return mail


def _send(mail: Mail, address: str, link: str) -> None:
    with override(settings.LANGUAGE_CODE):
        subject = _("Fluxus: you are asked for something")
        body = _(
            "Somebody of your VSV asks you for something in Fluxus. Log in and open this page:\n\n"
            "%(link)s\n\nThis mail holds nothing else on purpose. Do not answer it."
        ) % {"link": link}
    try:
        send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [address])
    except (SMTPException, OSError):
        logger.exception("The mail to somebody who was asked for a view was not sent.")
        mail.sent = False
    else:
        mail.sent = True
