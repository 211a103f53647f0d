// Room Reconciliation: to be furnished.
