"""The pages that the site adds to those of Datasette: one module for each, named by its address."""
