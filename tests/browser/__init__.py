"""Tests that drive the live application in headless Chromium."""
