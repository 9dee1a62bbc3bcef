"""What changes the views and limits of Datasette itself."""
