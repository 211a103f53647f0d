/// The Python that runs freqtrade: it serves the markets, converts the candles, says what came out.
enum FreqtradeDriver {
    /// Exit statuses of the driver besides 0.
    static let freqtradeIsMissing: Int32 = 3

    static let source = #"""
        """Runs freqtrade's own back-test on the candles of this folder, without a network.

            python run.py FOLDER

        FOLDER/plan.json says what to run; FOLDER/outcome.json says what came out. freqtrade asks
        its exchange for the markets: a stand-in on loopback, inside this process, answers with
        those of plan.json and nothing else.
        """
        import ast
        import contextlib
        import glob
        import json
        import os
        import sys
        import threading
        import zipfile
        from decimal import Decimal
        from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

        MISSING, FAILED = 3, 4
        ROOTS = {
            "public": "/api/v3", "private": "/api/v3", "v1": "/api/v1", "fapiPublic": "/fapi/v1",
            "fapiPublicV2": "/fapi/v2", "fapiPublicV3": "/fapi/v3", "fapiPrivate": "/fapi/v1",
            "fapiPrivateV2": "/fapi/v2", "fapiPrivateV3": "/fapi/v3", "fapiData": "/futures/data",
            "dapiPublic": "/dapi/v1", "dapiPrivate": "/dapi/v1", "dapiPrivateV2": "/dapi/v2",
            "dapiData": "/futures/data", "eapiPublic": "/eapi/v1", "eapiPrivate": "/eapi/v1",
            "papi": "/papi/v1", "papiV2": "/papi/v2", "sapi": "/sapi/v1", "sapiV2": "/sapi/v2",
            "sapiV3": "/sapi/v3", "sapiV4": "/sapi/v4"}
        TRADE = """pair open_timestamp close_timestamp exit_reason enter_tag is_short open_rate
            close_rate stop_loss_abs initial_stop_loss_abs min_rate max_rate amount stake_amount
            max_stake_amount profit_abs profit_ratio funding_fees fee_open fee_close leverage""".split()
        ORDER = "ft_order_side amount safe_price cost order_filled_timestamp ft_order_tag".split()


        def known(**values):
            """Decimals as an exchange writes them; what the market does not say is left out."""
            return {name: format(Decimal(repr(value)), "f") if isinstance(value, float) else value
                    for name, value in values.items() if value is not None}


        def symbol(market):
            base, quote = market["pair"].split(":")[0].split("/")
            tick, step = market["price_tick"], market["amount_step"]
            filters = [
                known(filterType="PRICE_FILTER", tickSize=tick),
                known(filterType="LOT_SIZE", stepSize=step, minQty=market["min_amount"],
                      maxQty=market["max_amount"]),
                known(filterType="NOTIONAL", minNotional=market["min_cost"],
                      maxNotional=market["max_cost"])]
            if ":" in market["pair"]:
                filters[-1] = known(filterType="MIN_NOTIONAL", notional=market["min_cost"],
                                    maxNotional=market["max_cost"])
                return {"symbol": base + quote, "pair": base + quote, "status": "TRADING",
                        "contractType": "PERPETUAL", "deliveryDate": 4133404800000,
                        "onboardDate": 1500000000000, "baseAsset": base, "quoteAsset": quote,
                        "marginAsset": quote, "pricePrecision": 8, "quantityPrecision": 8,
                        "baseAssetPrecision": 8, "quotePrecision": 8, "filters": filters,
                        "orderTypes": ["LIMIT", "MARKET", "STOP"],
                        "timeInForce": ["GTC", "IOC", "FOK", "GTX"]}
            return {"symbol": base + quote, "status": "TRADING", "baseAsset": base,
                    "quoteAsset": quote, "baseAssetPrecision": 8, "quotePrecision": 8,
                    "quoteAssetPrecision": 8,
                    "isSpotTradingAllowed": True, "isMarginTradingAllowed": False,
                    "orderTypes": ["LIMIT", "MARKET"], "permissions": [],
                    "permissionSets": [["SPOT"]], "filters": filters}


        def serve(markets):
            """Starts the stand-in and returns its port."""
            spot = [symbol(market) for market in markets if ":" not in market["pair"]]
            swaps = [symbol(market) for market in markets if ":" in market["pair"]]

            class Exchange(BaseHTTPRequestHandler):
                protocol_version = "HTTP/1.1"

                def do_GET(self):
                    known_path = self.path.split("?")[0]
                    answer, status = {}, 200
                    if known_path.endswith("/exchangeInfo"):
                        symbols = {"api": spot, "fapi": swaps}.get(known_path.split("/")[1], [])
                        answer = {"timezone": "UTC", "serverTime": 0, "rateLimits": [],
                                  "exchangeFilters": [], "assets": [], "symbols": symbols}
                    elif not known_path.endswith(("/ping", "/time")):
                        answer, status = {"code": -1, "msg": "not needed for a back-test"}, 404
                    body = json.dumps(answer).encode()
                    self.send_response(status)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)

                def log_message(self, *arguments):
                    pass

            server = ThreadingHTTPServer(("127.0.0.1", 0), Exchange)
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, daemon=True).start()
            return server.server_address[1]


        def frame_of(dates, columns):
            import pandas as pd
            dates = pd.to_datetime(dates.view("<i8"), unit="ms", utc=True)
            frame = pd.DataFrame({"date": dates.astype("datetime64[ms, UTC]")})
            for name, column in columns.items():
                frame[name] = column
            return frame


        def convert(folder, series):
            """Columns of eight bytes a number, time first, to the files that freqtrade reads."""
            import numpy as np
            raw = os.path.join(folder, series["file"])
            name = series["pair"].replace("/", "_").replace(":", "_") + "-" + series["timeframe"]
            words = np.fromfile(raw, dtype="<f8")
            if raw.endswith(".funding"):
                dates, rates, marks = words.reshape(3, -1)
                zero = 0 * marks
                known = ~np.isnan(rates)
                frames = {
                    "futures/%s-mark" % name: frame_of(dates, {
                        "open": marks, "high": marks, "low": marks, "close": marks,
                        "volume": zero}),
                    "futures/%s-funding_rate" % name: frame_of(dates[known], {
                        "open": rates[known], "high": zero[known], "low": zero[known],
                        "close": zero[known], "volume": zero[known]})}
            else:
                dates, *columns = words.reshape(6, -1)
                place = "futures/%s-futures" if ":" in series["pair"] else "%s"
                columns = dict(zip("open high low close volume".split(), columns))
                frames = {place % name: frame_of(dates, columns)}
            for name, frame in frames.items():
                path = os.path.join(folder, "data", name + ".feather")
                os.makedirs(os.path.dirname(path), exist_ok=True)
                frame.to_feather(path, compression="lz4")
            os.remove(raw)


        def take_tiers(markets):
            """freqtrade's package has the leverage tiers of its release; these are the run's."""
            from freqtrade.exchange.binance import Binance
            names = {"minNotional": "min_notional", "maxNotional": "max_notional",
                     "maintenanceMarginRate": "maintenance_ratio", "maxLeverage": "max_leverage"}
            tiers = {market["pair"]: [{**{key: tier[name] for key, name in names.items()},
                                       "info": {"cum": repr(tier["maintenance_amount"])}}
                                      for tier in market["leverage_tiers"]] for market in markets}
            Binance.load_leverage_tiers = lambda exchange: tiers


        def take_fees(markets):
            """ccxt has the fees of everybody's account; these are the run's."""
            from freqtrade.exchange import Exchange
            fees = {market["pair"]: market for market in markets}
            Exchange.get_fee = lambda exchange, symbol, *_, taker_or_maker="maker", **__: (
                fees[symbol][taker_or_maker])


        def class_name(path):
            with open(path) as file:
                body = ast.parse(file.read()).body
            names = [node.name for node in body if isinstance(node, ast.ClassDef)]
            if not names:
                sys.exit("%s has no class" % path)
            return names[-1]


        def not_before(start, record, name):
            """A trade from inside of the last candle is closed at its open: it ends when it began."""
            return {**record, name: max(record[name], start)} if record.get(name) else record


        def outcome(folder, names, version):
            path = sorted(glob.glob(folder + "/result/backtest-result-*.zip"))[-1]
            with zipfile.ZipFile(path) as archive:
                name = os.path.basename(path)[:-len(".zip")] + ".json"
                strategies = json.loads(archive.read(name))["strategy"]
            results = []
            for name in names:
                stats = strategies[name]
                trades = []
                for trade in stats["trades"]:
                    start = trade["open_timestamp"]
                    orders = [not_before(start, {key: order.get(key) for key in ORDER},
                                         "order_filled_timestamp") for order in trade["orders"]]
                    fields = {key: trade.get(key) for key in TRADE}
                    trades.append({**not_before(start, fields, "close_timestamp"),
                                   "orders": orders})
                results.append({"strategy": name, "trades": trades,
                                "final_balance": stats["final_balance"],
                                "rejected_signals": stats["rejected_signals"],
                                "locks": stats.get("locks", [])})
            return {"freqtrade": version, "strategies": results}


        def main(folder):
            with open(folder + "/plan.json") as file:
                plan = json.load(file)
            try:
                import freqtrade
                from freqtrade.main import main as freqtrade_main
            except ImportError as error:
                print(error, file=sys.stderr)
                sys.exit(MISSING)
            for name in ("data", "result"):
                os.makedirs(os.path.join(folder, name), exist_ok=True)
            for series in plan["candles"]:
                if os.path.exists(os.path.join(folder, series["file"])):
                    convert(folder, series)
            with open(folder + "/config.json") as file:
                config = json.load(file)
            take_fees(plan["markets"])
            if plan["trading_mode"] == "futures":
                take_tiers(plan["markets"])
            if not plan["shows_tables"]:
                from freqtrade.optimize import backtesting
                backtesting.show_backtest_results = lambda *results: None
            port = serve(plan["markets"])
            urls = {name: "http://127.0.0.1:%d%s" % (port, root) for name, root in ROOTS.items()}
            config["exchange"]["ccxt_config"] = {
                "enableRateLimit": False, "urls": {"api": urls},
                "timeframes": {name: name for name in plan["timeframes"]}}
            running = folder + "/config.running.json"
            with open(running, "w") as file:
                json.dump(config, file)
            files = [os.path.join(folder, name) for name in plan["strategy_files"]]
            names = plan.get("strategy_names") or [class_name(path) for path in files]
            arguments = ["backtesting", "-c", running, "--userdir", folder, "--datadir",
                         folder + "/data", "--strategy-path", os.path.dirname(files[0]),
                         "--cache", "none", "--export", "trades", "--backtest-directory",
                         folder + "/result", "--timeframe", plan["timeframe"]]
            if plan["fee"] is not None:
                arguments += ["--fee", repr(plan["fee"])]
            if config.get("enable_protections", True):
                arguments.append("--enable-protections")
            if len(names) > 1:
                arguments += ["--strategy-list", *names]
            else:
                arguments += ["--strategy", *names]
            if plan["timeframe_detail"]:
                arguments += ["--timeframe-detail", plan["timeframe_detail"]]
            if plan["timerange"]:
                arguments.append("--timerange=" + plan["timerange"])
            try:
                with open(folder + "/tables.txt", "w") as tables:
                    with contextlib.redirect_stdout(tables):
                        freqtrade_main(arguments)
            except SystemExit as end:
                if end.code:
                    sys.exit(FAILED)
            os.remove(running)
            with open(folder + "/outcome.json", "w") as file:
                json.dump(outcome(folder, names, freqtrade.__version__), file)


        if __name__ == "__main__":
            main(os.path.abspath(sys.argv[1]))

        """#
}
