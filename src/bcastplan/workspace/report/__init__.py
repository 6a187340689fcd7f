"""What the reviewers' page is made of."""
