"""The breaks that are planted in the sample desk's databases: a named list of edits, one function each.

Every edit is something that happens to real bots. It changes the facts of a trade before write_trades.py writes them, so that
freqtrade's own classes recompute what follows from it (stakes, profits). Trades are named by their number and pair in the clean
database; data/expected-breaks.jsonl says, by hand, what reconcile-bots must find.
"""
import copy
from datetime import datetime

CANDLE_MS = 300_000


def milliseconds(text):
    return int(datetime.fromisoformat(text + '+00:00').timestamp() * 1000)


def trade_deleted(trades, number, pair):
    """Someone deleted the trade from the bot's database: its id stays unused."""
    find(trades, number, pair)
    trades[number] = None


def close_slipped(trades, number, pair, rate):
    """The exit order was filled at a worse price than it asked for."""
    trade = find(trades, number, pair)
    trade['close_rate'] = trade['orders'][-1]['average'] = rate
    recost(trade)


def open_slipped(trades, number, pair, rate):
    """The entry order was filled at a worse price than the candle's open."""
    trade = find(trades, number, pair)
    trade['open_rate'] = trade['orders'][0]['average'] = rate
    recost(trade)


def opened_late(trades, number, pair, candles):
    """The bot was busy and entered some candles late, with the same limit."""
    trade = find(trades, number, pair)
    trade['open_timestamp'] += candles * CANDLE_MS
    trade['orders'][0]['order_filled_timestamp'] += candles * CANDLE_MS


def partly_filled(trades, number, pair, filled):
    """The entry order timed out with a part filled; the bot kept that part and sold it later."""
    trade = find(trades, number, pair)
    entry, exit_order = trade['orders']
    trade['amount_requested'] = entry['amount']
    entry.update(filled=filled, status='canceled')
    exit_order.update(amount=filled)
    trade['amount'] = filled
    recost(trade)


def exited_by_hand(trades, number, pair, at, rate):
    """Someone pressed "force exit" before the strategy wanted out."""
    trade = find(trades, number, pair)
    exit_order = trade['orders'][-1]
    exit_order.update(safe_price=rate, order_filled_timestamp=milliseconds(at), ft_order_tag='force_exit')
    trade.update(close_rate=rate, close_timestamp=milliseconds(at), exit_reason='force_exit')
    recost(trade)


def never_entered(trades, number, pair):
    """The bot did not see the signal: no row, and no id is skipped."""
    find(trades, number, pair)
    del trades[number]


def entered_by_hand(trades, like, pair, opened, closed, rates, extremes, amount):
    """Someone pressed "force enter" while a slot was free."""
    trade = copy.deepcopy(trades[like])
    entry, exit_order = trade['orders']
    entry.update(amount=amount, safe_price=rates[0], order_filled_timestamp=milliseconds(opened), ft_order_tag='force_entry')
    exit_order.update(amount=amount, safe_price=rates[1], order_filled_timestamp=milliseconds(closed), ft_order_tag='force_exit')
    recost(trade)
    trade.update(pair=pair, open_rate=rates[0], close_rate=rates[1], min_rate=extremes[0], max_rate=extremes[1], amount=amount,
                 open_timestamp=milliseconds(opened), close_timestamp=milliseconds(closed), enter_tag='force_entry',
                 exit_reason='force_exit', initial_stop_loss_ratio=trade['initial_stop_loss_ratio'])
    trade['stop_loss_abs'] = trade['initial_stop_loss_abs'] = None
    trade['stop_loss_ratio'] = trade['initial_stop_loss_ratio']
    trades[f'after {like}'] = trade


EDITS = {
    'ema-cross': [
        (opened_late, dict(number=54, pair='ADA/USDT', candles=1)),
        (trade_deleted, dict(number=126, pair='DOT/USDT')),
        (close_slipped, dict(number=243, pair='SOL/USDT', rate=115.45)),
    ],
    'rsi-reversion': [
        (partly_filled, dict(number=100, pair='ADA/USDT', filled=2622.4)),
        (exited_by_hand, dict(number=225, pair='LINK/USDT', at='2026-09-28T08:40', rate=15.198)),
    ],
    'bollinger-trailing': [
        (open_slipped, dict(number=117, pair='ADA/USDT', rate=0.6621)),
        (entered_by_hand, dict(like=157, pair='LTC/USDT', opened='2026-09-09T13:10', closed='2026-09-09T16:40',
                               rates=(81.82, 80.59), extremes=(79.69, 82.54), amount=24.443)),
        (never_entered, dict(number=190, pair='ADA/USDT')),
    ],
}

# What the planted bots run with instead of what the desk says: keys that change no trade of these bots.
DRIFT = {
    'rsi-reversion': {'unfilledtimeout': {'entry': 30}},
    'bollinger-trailing': {'tradable_balance_ratio': 0.95},
}


def recost(trade):
    """What the orders cost with their fee, as freqtrade's back-test says it."""
    for order in trade['orders']:
        filled, price = order.get('filled', order['amount']), order.get('average', order['safe_price'])
        order['cost'] = filled * price * (1 + trade['fee_open'])


def find(trades, number, pair):
    if trades[number]['pair'] != pair:
        raise SystemExit(f"trade {number} is of {trades[number]['pair']}, not of {pair}: the candles or the strategy changed")
    return trades[number]


def edited(bot, numbered):
    """The bot's trades after its edits, numbered anew in the order in which they opened; deleted ones leave a hole."""
    trades = {number: copy.deepcopy(facts) for number, facts in numbered}
    for edit, arguments in EDITS[bot]:
        edit(trades, **arguments)
    clean = dict(numbered)

    def opened(key):
        return (trades[key] or clean[key])['open_timestamp']

    order = sorted(trades, key=lambda key: (opened(key), isinstance(key, str)))
    return [(number, trades[key]) for number, key in enumerate(order, 1) if trades[key] is not None]


def drifted(bot, config):
    """The bot's configuration after its drift."""
    changed = copy.deepcopy(config)
    for key, value in DRIFT.get(bot, {}).items():
        changed[key] = {**changed[key], **value} if isinstance(value, dict) else value
    return changed
