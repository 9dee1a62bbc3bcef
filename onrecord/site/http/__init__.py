"""Headers, static files, robots.txt and the sitemap."""
