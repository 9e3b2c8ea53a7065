"""Small dialogs that ask for one thing."""
