"""Reference data, measurements, records and files."""
