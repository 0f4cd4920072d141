"""Whole sites drawn at random, applied to real hosts: what `check` lets pass works there, what it refuses doesn't."""
