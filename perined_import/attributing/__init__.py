"""Managing the table of organisations: what the pages show, and what a change would come to."""
