"""What can be seen of a draft already, and what is missing to judge the rest."""
