// Room Backtesting: to be furnished.
