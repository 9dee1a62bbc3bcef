"""The one intermediate form: what a person wrote in YAML, or the reader found, about one document."""
