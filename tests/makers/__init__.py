"""Makers of the data files that the package ships; they never run in the product."""
