"""Open seating: a deck of cards for each sphere, and what it can't give to those who come."""
