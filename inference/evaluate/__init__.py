"""Measures what is read against documents whose content is known: `python -m inference.evaluate MANIFEST`."""
