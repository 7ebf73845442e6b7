"""Source to Article: finds links in feeds, sitemaps and section pages, fetches pages and reads them; knows nothing of storage or classifier."""
