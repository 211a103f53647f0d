// Room YAML: to be furnished.
