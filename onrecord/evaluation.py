"""How far two readings of a document agree: by layer, precision, recall and F, and kappa on shared choices."""
