"""Addresses of the console."""

from console.urls import urlpatterns

__all__ = ["urlpatterns"]
