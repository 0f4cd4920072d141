"""`python -m lanwright` is `lanwright`."""

from lanwright.cli import main

if __name__ == "__main__":
    main()
