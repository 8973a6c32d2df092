"""What is not the article's own text, taken out step by step."""
