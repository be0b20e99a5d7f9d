"""What this interface is, in OpenAPI."""

from __future__ import annotations

from drf_spectacular.views import SpectacularJSONAPIView

from tracker.api.door import PersonView


class SchemaView(PersonView, SpectacularJSONAPIView):
    pass
