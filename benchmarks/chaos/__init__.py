"""Kill the crawl, the check and the service at random moments, then prove that nothing is lost or doubled."""
