#pragma once

/// Tells the processor that what lies there will be read soon: it need not be waited for then. Changes nothing.
static inline __attribute__((always_inline)) void chints_expect(const void *_Nonnull place) {
    __builtin_prefetch(place);
}
