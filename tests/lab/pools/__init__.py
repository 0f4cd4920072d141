"""What the compiler says that Docker will choose, held against what a real dockerd chooses, for configurations drawn at random.

`drawn.py` makes an intent of a seed, `engine.py` lets dockerd carry it out on a host with its interfaces and routes,
`compared.py` tells where plan and findings said something else. `python -m tests.lab.pools` runs many.
"""
