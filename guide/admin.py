"""For moderators: what readers sent for others to read, without a word of whose it is. Drafts are not there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Count, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from guide.models import Story, StoryMark
from guide.views.moderation import WHERE, moderate

if TYPE_CHECKING:
    StoryModelAdmin = admin.ModelAdmin[Story]
else:
    StoryModelAdmin = admin.ModelAdmin


@admin.register(Story)
class StoryAdmin(StoryModelAdmin):
    """The list names no words. A story's page shows them, and takes a decision on exactly these words."""

    list_display = ["story", "where", "sent_at", "reports"]
    list_display_links = ["story"]
    list_per_page = 50
    fields = ["state"]
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Story]:
        """Off the page for reports first, then what waits, longest first, then what is shown, by reports."""
        reported = StoryMark.objects.reports().standing().filter(story=OuterRef("pk")).order_by()
        count = reported.values("story").annotate(count=Count("pk")).values("count")
        turn = Case(When(state=Story.State.HELD, then=0), When(state=Story.State.WAITING, then=1), default=2)
        annotated = Story.objects.before_a_moderator().annotate(
            open_reports=Coalesce(Subquery(count, output_field=IntegerField()), Value(0)), turn=turn
        )
        return annotated.order_by("turn", "-open_reports", "sent_at", "pk")

    @admin.display(description=_("story"))
    def story(self, story: Story) -> str:
        return str(story.pk)[:8]

    @admin.display(description=_("where it is"))
    def where(self, story: Story) -> str:
        return str(WHERE[story.state])

    @admin.display(description=_("reports"))
    def reports(self, story: Any) -> int:
        count: int = story.open_reports
        return count

    def has_module_permission(self, request: HttpRequest) -> bool:
        return settings.STORIES and super().has_module_permission(request)

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        _only_where_switched_on()
        return super().changelist_view(request, {**(extra_context or {}), "title": _("Stories to look at")})

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        _only_where_switched_on()
        return super().history_view(request, object_id, extra_context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """To read, and to decide. Nobody changes a word of it here."""
        _only_where_switched_on()
        if not self.has_change_permission(request):
            raise PermissionDenied
        story = self.get_object(request, object_id)
        if story is None:
            raise Http404
        frame = {**self.admin_site.each_context(request), "title": _("A story"), "opts": self.opts}
        return moderate(request, story, frame=frame, log=lambda decision: self.log_change(request, story, decision))


def _only_where_switched_on() -> None:
    if not settings.STORIES:
        raise Http404
