"""What is said in recordings: captions, transcripts, passages, speech to text."""
