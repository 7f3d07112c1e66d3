"""The guide: pages about rights and procedures, the site's map, and answers quoted from the town's own pages."""
