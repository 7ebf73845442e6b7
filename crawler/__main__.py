"""`python -m crawler`: the crawl's process of its own; started by crawler.session."""

from crawler.child import run

if __name__ == "__main__":
    run()
