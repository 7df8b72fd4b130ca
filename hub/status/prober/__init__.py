"""The program that measures: asks every target in time, and writes down what it found."""
