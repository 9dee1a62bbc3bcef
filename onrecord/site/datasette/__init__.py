"""What changes Datasette's own pages, and what the plugin uses of Datasette beyond its documented interfaces."""
