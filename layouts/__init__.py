"""Pages as pure functions: data in, Dash components and Plotly dicts out."""
