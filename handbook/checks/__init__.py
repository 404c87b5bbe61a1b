"""What can only be checked with the whole handbook at hand: worked examples, and whether parts fit each other."""
