"""The machine annotator: reads any text into the annotation form."""
