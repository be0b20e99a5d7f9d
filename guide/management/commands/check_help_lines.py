"""How old are the numbers? Fails when one was last checked 180 days ago or more."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from guide import help_lines
from guide.logic.help_lines import STALE_AFTER_DAYS, is_ageing, is_stale


class Command(BaseCommand):
    help = "Names the help lines that need a new check; fails when one is too old."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="as on this day, 2027-06-01 for one")

    def handle(self, *args: Any, **options: Any) -> None:
        today = options["on"] or timezone.now().date()
        rows = [
            (country.code, name, verified_on)
            for country in help_lines.countries()
            for name, verified_on in [
                ("emergency numbers", country.verified_on),
                *((line.name, line.verified_on) for line in country.lines),
            ]
        ]
        for code, name, verified_on in rows:
            if is_ageing(verified_on, today):
                self.stdout.write(f"{code}, {name}: last checked on {verified_on}")
        stale = sum(is_stale(verified_on, today) for _, _, verified_on in rows)
        if stale:
            raise CommandError(f"{stale} of {len(rows)} rows are older than {STALE_AFTER_DAYS} days.")
        self.stdout.write(f"{len(rows)} rows, none older than {STALE_AFTER_DAYS} days.")
