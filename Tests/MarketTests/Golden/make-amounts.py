#!/usr/bin/env python3
"""Writes amounts.txt: what Python's decimal makes of adversarial doubles. Run it to make the file again.

Each line: operation, operands and result as shortest-round-trip doubles, or an exact decimal where the result is one.
"""
import math
import os
import random
import struct
import sys
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, getcontext

getcontext().prec = 1600
getcontext().Emax = 99999
getcontext().Emin = -99999
random.seed(20180110)


def D(x):
    return Decimal(repr(x))


def any_double():
    kind = random.randrange(8)
    if kind == 0:       # any bits at all
        while True:
            x = struct.unpack('<d', struct.pack('<Q', random.getrandbits(64)))[0]
            if x == x and abs(x) < 1e300 and x != 0:
                return x
    if kind == 1:       # a price of eight decimals, one unit in the last place off
        x = round(random.uniform(0, 0.2), 8) or 1e-8
        return x * (1 + random.choice([-1, 1]) * 2.0 ** -52)
    if kind == 2:
        return round(random.uniform(0, 0.2), 8) or 1e-8
    if kind == 3:
        return float(random.randrange(1, 10 ** random.randrange(1, 17)))
    if kind == 4:
        return round(random.uniform(0, 10 ** random.randrange(0, 6)), random.randrange(0, 9)) or 1.0
    if kind == 5:
        return random.uniform(-1, 1) * 10.0 ** random.randrange(-20, 20)
    if kind == 6:       # halfway cases: few bits, many digits
        return random.getrandbits(random.randrange(1, 54)) * 2.0 ** random.randrange(-60, 10) or 1.0
    return random.choice([0.0, 1.0, -1.0, 0.001, 0.999, 1.001, 1e-8, 5e-324, 2.0 ** 53, 2.0 ** 53 + 2, 1e22, 1e23, 9007199254740993.0])


def number(x):
    return repr(float(x))


def line(*parts):
    out.write(' '.join(parts) + '\n')


with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'amounts.txt'), 'w') as out:
    for _ in range(260):
        a, b, c = any_double(), any_double(), any_double()
        line('exact', number(a), format(D(a).normalize(), 'f') if D(a) else '0')
        line('+', number(a), number(b), number(float(D(a) + D(b))))
        line('-', number(a), number(b), number(float(D(a) - D(b))))
        product = float(D(a) * D(b))
        if abs(product) != float('inf'):
            line('*', number(a), number(b), number(product))
        value = D(a) * D(b) * (1 - D(c))
        if abs(value) < Decimal('1e300'):
            line('value', number(a), number(b), number(c), number(float(value)))
        if b:
            quotient = D(a) / D(b)
            if abs(quotient) < Decimal('1e300'):
                unit = Decimal(1).scaleb(-18)
                line('/', number(a), number(b), number(float((quotient / unit).to_integral_value(ROUND_DOWN) * unit)))
            if abs(quotient) < Decimal('1e60'):
                line('%', number(a), number(b), number(float(D(a) % D(b))))
        # Halfway between two doubles, exactly: the last digit must go to the even one.
        x = abs(random.uniform(0.001, 1000))
        y = struct.unpack('<d', struct.pack('<q', struct.unpack('<q', struct.pack('<d', x))[0] + 1))[0]
        middle = (Decimal(x) + Decimal(y)) / 2
        for text in (format(middle, 'f'), format(middle, 'f') + '1', format(middle - Decimal('1e-60'), 'f')):
            line('read', text, number(float(text)))
        # Rounding to a tick, truncation to a step, and Python's round.
        price, tick = abs(any_double()) % 1e6, 10.0 ** -random.randrange(0, 9)
        remainder = D(price) % D(tick)
        up = float(D(price) - remainder + (D(tick) if remainder >= D(tick) / 2 and remainder else 0))
        line('tick', number(price), number(tick), number(up))
        line('tick_up', number(price), number(tick), number(round(float(D(price) - remainder + D(tick)), 14) if remainder else price))
        line('step', number(price), number(tick), number(float(D(price) - remainder)))
        ratio = random.choice([random.uniform(-1, 1), (random.randrange(-10 ** 9, 10 ** 9) * 2 + 1) / 2e8, random.getrandbits(30) / 2 ** 20,
                               (2 * random.randrange(-300, 300) + 1) / 2 ** 9, random.uniform(-1e9, 1e9),
                               random.randrange(2 ** 51, 2 ** 53) / 1e8, random.uniform(0, 90)])
        line('round8', number(ratio), number(round(ratio, 8)))
        line('round14', number(ratio), number(round(ratio, 14)))
    # Where amounts are tiny or vast, have 17 digits, or lie on a tie or one bit beside it.
    chance = random.Random(20260921)
    vast = [1e-18, 3e-18, 1e22, 1e22 + 2 ** 21, 1.2345678901234567e-15, 9.999999999999999e-9, 0.30000000000000004, 123456789012345.67,
            9007199254740993.0, 1.7976931348623157e22, 5e-324, -1e-18, -1e22]
    for a in vast:
        line('exact', number(a), format(D(a).normalize(), 'f'))
        for b in vast:
            line('+', number(a), number(b), number(float(D(a) + D(b))))
            line('*', number(a), number(b), number(float(D(a) * D(b))))
    for tick in (1e-18, 1e-14, 1e-12, 1e-10, 3e-05, 0.00025, 0.25, 0.5, 5.0, 100.0):
        for _ in range(8):
            steps = chance.randrange(10 ** chance.randrange(1, 9))
            tie = float((D(steps) + Decimal('0.5')) * D(tick))
            for price in (tie, math.nextafter(tie, 0), math.nextafter(tie, math.inf), float(D(steps) * D(tick)),
                          float(D(steps) * D(tick)) * (1 + 2.0 ** -52)):
                remainder = D(price) % D(tick)
                up = D(price) - remainder + D(tick)
                line('tick', number(price), number(tick), number(float(up if remainder >= D(tick) / 2 else D(price) - remainder)))
                line('tick_up', number(price), number(tick), number(round(float(up), 14) if remainder else price))
                line('step', number(price), number(tick), number(float(D(price) - remainder)))
sys.stderr.write('written\n')
