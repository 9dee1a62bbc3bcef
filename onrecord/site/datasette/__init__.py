"""Changes to Datasette's own pages, and uses of Datasette beyond its documented interfaces."""
