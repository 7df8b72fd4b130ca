"""The files of recordings: how they come in, what is made of them, how they are served."""
