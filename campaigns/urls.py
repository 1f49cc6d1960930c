"""Obligations, their papers and files, and the campaigns that ask for them."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
