"""The guide: pages about rights and procedures, ready for every town, which a town makes its own one by one."""
