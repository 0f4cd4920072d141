"""What may happen to a host, and what is left of it afterwards: everybody reaches everybody as before.

`fault.py` says what a fault is, `table.py` has them all, the modules beside it say what each does; `scene.py` is a sample's
site that they happen to, `cover.py` which of them happen in every run. `python -m tests.lab.faults` lets all of them happen.
"""
