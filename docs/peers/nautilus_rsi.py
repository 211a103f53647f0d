"""nautilus_rsi.py CANDLES.csv TRADES.csv [PAGE.html]: the rules of rsi.strategy.yaml in NautilusTrader."""
import sys

from nautilus_trader.backtest.engine import BacktestEngine, BacktestEngineConfig
from nautilus_trader.config import LoggingConfig, RiskEngineConfig
from nautilus_trader.indicators import MovingAverageType, RelativeStrengthIndex
from nautilus_trader.model.currencies import BTC, USDT
from nautilus_trader.model.data import BarType
from nautilus_trader.model.enums import AccountType, OmsType, OrderSide, TimeInForce
from nautilus_trader.model.identifiers import Venue
from nautilus_trader.model.objects import Money
from nautilus_trader.persistence.wranglers import BarDataWrangler
from nautilus_trader.test_kit.providers import TestInstrumentProvider
from nautilus_trader.trading.strategy import Strategy

from common import candles, tell

MINUTE_MS = 60_000


class Rsi(Strategy):
    """The quantity is a fixed tenth of a bitcoin: full stakes would need sizing of our own."""

    def __init__(self, bars, instrument):
        super().__init__()
        self.bars, self.instrument = bars, instrument
        self.strength = RelativeStrengthIndex(14, MovingAverageType.WILDER)

    def on_start(self):
        self.register_indicator_for_bars(self.bars, self.strength)
        self.subscribe_bars(self.bars)

    def on_bar(self, bar):
        if not self.indicators_initialized():
            return
        is_flat = self.portfolio.is_flat(self.instrument.id)
        if is_flat and self.strength.value < 0.30:
            close = bar.close.as_double()
            self.submit_order_list(self.order_factory.bracket(
                instrument_id=self.instrument.id, order_side=OrderSide.BUY,
                quantity=self.instrument.make_qty(0.1), time_in_force=TimeInForce.GTC,
                sl_trigger_price=self.instrument.make_price(close * 0.95),
                tp_price=self.instrument.make_price(close * 1.03)))
        elif not is_flat and self.strength.value > 0.70:
            self.cancel_all_orders(self.instrument.id)
            self.close_all_positions(self.instrument.id)


engine = BacktestEngine(BacktestEngineConfig(
    logging=LoggingConfig(bypass_logging=True), risk_engine=RiskEngineConfig(bypass=True)))
engine.add_venue(
    venue=Venue("BINANCE"), oms_type=OmsType.NETTING, account_type=AccountType.CASH,
    starting_balances=[Money(100_000_000, USDT), Money(1_000, BTC)])
instrument = TestInstrumentProvider.btcusdt_binance()
engine.add_instrument(instrument)
kind = BarType.from_str(f"{instrument.id}-1-MINUTE-LAST-EXTERNAL")
frame = candles(sys.argv[1]).tz_localize("UTC")
frame.index.name = "timestamp"
frame["volume"] = frame["volume"].astype("float32")  # else the wrangler meets a read-only buffer
engine.add_data(BarDataWrangler(kind, instrument).process(frame))
engine.add_strategy(Rsi(kind, instrument))
engine.run()
# A fill bears the open of the candle at whose close it was decided: it is the next one's open.
positions = engine.cache.position_snapshots() + engine.cache.positions_closed()
closed = sorted({(position.ts_opened, position.ts_closed, position.avg_px_open,
                  position.avg_px_close) for position in positions if position.is_closed})
tell([(opened // 1_000_000 + MINUTE_MS, ended // 1_000_000 + MINUTE_MS, entry, leave)
      for opened, ended, entry, leave in closed], sys.argv[2])
if len(sys.argv) > 3:
    from nautilus_trader.analysis.tearsheet import create_tearsheet
    create_tearsheet(engine=engine, output_path=sys.argv[3])
