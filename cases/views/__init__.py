"""Pages of the cases: form in, service, redirect out."""
