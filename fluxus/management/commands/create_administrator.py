"""``manage.py create_administrator ADDRESS``: the first account of an installation."""

import getpass
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from fluxus.organisations import services
from fluxus.organisations.errors import Refused
from fluxus.organisations.permissions import Role


class Command(BaseCommand):
    """Make a national administrator, who can invite everybody else."""

    help = "Make the first account: a national administrator. The password is asked for."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="the e-mail address to log in with")
        parser.add_argument("--password-stdin", action="store_true", help="read the password from a line")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["address"])
        except ValidationError:
            raise CommandError(f"'{options['address']}' is not an e-mail address.") from None
        password = input() if options["password_stdin"] else getpass.getpass("Password: ")
        try:
            validate_password(password)
            user = services.create_user(email=options["address"], password=password, by=None)
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from None
        except Refused as refused:
            raise CommandError(" ".join(refused.problems)) from None
        services.add_membership(user=user, role=Role.ADMINISTRATOR, vsv=None, by=None)
        self.stdout.write(f"{user.email} is administrator.")
