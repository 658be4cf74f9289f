"""What a run of chaos must leave: proved from files alone, with no code of the product."""
