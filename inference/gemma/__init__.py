"""What Gemma 3 adds to a document: its own reading of the key information, and answers with checked quotes."""
