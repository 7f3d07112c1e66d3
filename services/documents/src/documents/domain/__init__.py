"""Files, pieces, safes and bundles: the rules, without any transport."""
