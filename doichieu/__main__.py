"""`python -m doichieu` is the same door as `doichieu`."""

from doichieu.cli import main

if __name__ == "__main__":
    main()
