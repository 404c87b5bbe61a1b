"""The handbook through time: the ledger of what was published, what changed, and what old links and citations mean."""
