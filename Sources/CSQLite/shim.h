#pragma once
#include <sqlite3.h>

// A macro with a cast is not imported by Swift: said again as a function.
static inline sqlite3_destructor_type _Nullable csqlite_transient(void) { return SQLITE_TRANSIENT; }

// Functions of variable arguments are not imported by Swift: what is asked of them, said again.

/// Memory is not counted, which takes a lock each time; to be called before anything else.
static inline int csqlite_count_no_memory(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/// What undoes one statement stays in memory; to be called before anything else.
static inline int csqlite_keep_undo_in_memory(void) {
    return sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, -1);
}

/// Whether statements that are prepared from now on see to it that rows refer to rows that are there.
static inline int csqlite_check_references(sqlite3 *_Nonnull connection, int wanted) {
    return sqlite3_db_config(connection, SQLITE_DBCONFIG_ENABLE_FKEY, wanted, (int *)0);
}
