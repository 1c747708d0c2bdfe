"""Tests that break parts on purpose."""
