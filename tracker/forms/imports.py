"""A file of another program, held in memory and never laid on a disk."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django import forms
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext_lazy as _

from tracker.imports import UNREADABLE
from tracker.logic.imports.found import MOST_BYTES, Why


class InMemory(FileUploadHandler):
    """Holds as much as may be looked at and a byte more; what comes after is let go by."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.held = bytearray()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.held += raw_data[: MOST_BYTES + 1 - len(self.held)]

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        size = len(self.held)
        return InMemoryUploadedFile(
            BytesIO(bytes(self.held)), self.field_name, self.file_name or "", self.content_type, size, self.charset
        )


class ImportForm(forms.Form):
    """Which program it is from is seen in the file."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_("A CSV, a zip or a database, up to 5 MB, as the other app exported it."),
        max_length=200,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.zip,.db,text/csv,application/zip"}),
        error_messages={
            "required": _("Choose a file first."),
            "invalid": _("Choose a file first."),
            "max_length": _("The name of this file is too long. Give it a shorter one."),
        },
    )

    def refuse(self, why: Why) -> None:
        self.add_error("file", str(UNREADABLE[why]))
