"""The orders worth a question: which they are and why, and what people decide about them."""
