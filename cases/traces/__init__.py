"""What in free text can lead to a person: kinds, names and words to tell it by, and how a page shows it."""
