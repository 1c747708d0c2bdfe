"""Callbacks, one module per page: `register(app)` wires it, `page(state)` renders it from the data."""
