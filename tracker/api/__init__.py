"""The record for other programs of the same person: JSON under `/api/v1/`, by token or session.

It calls the actions that the pages call, and is described by itself at `/api/v1/schema/`.
"""
