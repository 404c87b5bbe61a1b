"""The pages and downloads that a handbook becomes, and the links between them."""
