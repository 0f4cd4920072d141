"""placeholder"""
def mistaken(seed: int, docker: str = "28") -> str:
    raise NotImplementedError
