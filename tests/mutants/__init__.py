"""Mutation tests: small faults are planted in the rules, and a test must fail of each, or docs say why none can."""
