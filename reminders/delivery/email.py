"""E-mail: discreet like the lock screen, no picture, no tracking, and one click to switch it off."""

from __future__ import annotations

import smtplib
from datetime import datetime
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from reminders import tokens
from reminders.delivery.base import Outcome
from reminders.messages import Message
from reminders.models import Reminder

log = structlog.get_logger(__name__)


class Email:
    name = Reminder.Channel.EMAIL.value

    def deliver(self, reminder: Reminder, message: Message, *, now: datetime) -> Outcome:
        """Hand the mail to the server. A refused address is final; anything else is tried again."""
        address = User.objects.values_list("email", flat=True).get(pk=reminder.user_id)
        try:
            _mail(address, reminder, message).send()
        except smtplib.SMTPRecipientsRefused as problem:
            return _refused(max(code for code, _ in problem.recipients.values()))
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as problem:
            return _refused(problem.smtp_code)
        except smtplib.SMTPAuthenticationError as problem:
            log.warning("mail_server_refused_sign_in", status=problem.smtp_code)
            return Outcome("retry", reason="sign_in")
        except OSError:
            return Outcome("retry", reason="unreachable")
        except ValueError:
            return Outcome("failed", reason="address")
        return Outcome("sent")


def _mail(address: str, reminder: Reminder, message: Message) -> EmailMultiAlternatives:
    off = settings.SITE_URL + reverse("reminders:off", args=[tokens.sign_off(reminder.user_id)])
    words = {"message": message, "page": settings.SITE_URL + message.url, "off": off}
    mail = EmailMultiAlternatives(
        subject=" ".join(render_to_string("reminders/reminder-subject.txt", words).split()),
        body=render_to_string("reminders/reminder-body-text.txt", words),
        to=[address],
        headers={
            "Message-ID": f"<{message.tag}.{reminder.kind}.{reminder.nth}@{urlsplit(settings.SITE_URL).hostname}>",
            "List-Unsubscribe": f"<{off}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string("reminders/reminder-body-html.html", words), "text/html")
    return mail


def _refused(code: int) -> Outcome:
    """4xx is "not now", 5xx "never" (RFC 5321 4.2.1)."""
    return Outcome("failed", reason=f"smtp_{code}") if code >= 500 else Outcome("retry", reason=f"smtp_{code}")
