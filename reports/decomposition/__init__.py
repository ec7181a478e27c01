"""What a change is made of: parts that add up to it, to the fen, whatever the order they are named in."""
