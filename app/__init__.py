"""The web application: settings of the server, HTTP routes, launcher. Imports nothing, so that `python3 -m app`
can install the requirements before it needs them."""
