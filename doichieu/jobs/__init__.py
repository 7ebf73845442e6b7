"""The verbs of the product, one a file; the only place where the rooms meet."""
