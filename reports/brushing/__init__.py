"""Orders worth a question: yes/no signals anybody can read aloud, what people decided about them, the book without them."""
