"""The API of yente, the field's own: its clients work here by changing an address."""
