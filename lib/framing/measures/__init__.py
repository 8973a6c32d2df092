"""What is counted in an article: frames and actors, tone, words."""
