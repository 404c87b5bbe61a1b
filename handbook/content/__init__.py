"""What a handbook consists of, read from its files: articles, clauses, roles, processes, forms, schemes, terms."""
