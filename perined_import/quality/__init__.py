"""How well births are registered: counts per reporting organisation and month."""
