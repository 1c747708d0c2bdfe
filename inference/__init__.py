"""The worker: document pipeline, engines and tasks."""
