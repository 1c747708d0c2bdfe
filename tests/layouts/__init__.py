"""Tests of pages, components and figures."""
