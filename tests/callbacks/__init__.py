"""Tests of callbacks through Dash's update endpoint."""
