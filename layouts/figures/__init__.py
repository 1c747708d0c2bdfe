"""Figure builders: pure functions that return dicts in Plotly's schema."""
