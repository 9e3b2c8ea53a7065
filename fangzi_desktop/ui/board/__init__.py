"""看板: nine columns of cards."""
