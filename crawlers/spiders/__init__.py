"""One spider per way of collecting; Scrapy finds them here by itself."""
