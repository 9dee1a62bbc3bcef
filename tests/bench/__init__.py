"""How fast the project is, as ratios to a floor measured in the same run: absolute times mean nothing elsewhere."""
