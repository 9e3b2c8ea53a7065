"""What a user can do and what screens read."""
