"""The browser's Python: its parts, fetched and checked by hash, put together, and kept as images that start at once."""
