#pragma once
#include <sqlite3.h>

// A macro with a cast is not imported by Swift: said again as a function.
static inline sqlite3_destructor_type _Nullable csqlite_transient(void) { return SQLITE_TRANSIENT; }
