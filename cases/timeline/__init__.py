"""The timeline of a case: lines and rows read, written and shown."""
