"""What every answer says beside its content, and how static files travel."""
