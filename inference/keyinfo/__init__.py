"""Key information: rules over pages, without models."""

from inference.keyinfo.summary import summarise

__all__ = ["summarise"]
