internal import CLI
internal import Shell

/// Another program that does the same work.
struct Peer {
    let name: String
    /// What it needed, in the finding's unit; nil where that is not known.
    let value: Double?
    /// Why nothing is known of it.
    let why: String?
    /// What the same program needed where the finding's goal was set, in the finding's unit.
    let reference: Double?

    /// Measures it, or finds out why that cannot be done.
    init(
        _ name: String, reference: Double? = nil, _ workshop: Workshop,
        _ measure: () throws -> Double
    ) {
        self.name = name
        self.reference = reference
        guard workshop.usesPeers else {
            (value, why) = (nil, "not asked for")
            return
        }
        workshop.say("\(name) does the same")
        do {
            (value, why) = (try measure(), nil)
        } catch let failure as Diagnostic {
            (value, why) = (nil, failure.text)
        } catch {
            (value, why) = (nil, "\(error)")
        }
    }

    /// Nobody.
    init(absent why: String) {
        (name, value, reference) = ("", nil, nil)
        self.why = why
    }

    /// How many times more it needed, or did, here than where the goal was set; nil where that is not known.
    var change: Double? {
        guard let value, let reference else { return nil }
        return value / reference
    }
}

extension Workshop {
    /// A C program, compiled once.
    func compiled(
        _ name: String, _ source: String, linking libraries: [String] = []
    ) throws -> String {
        try made("\(name)-c") { path in
            let file = scratch + "/\(name).c"
            try writeFile(source, to: file)
            try run([["cc", "-O3", "-march=native", file, "-o", path] + libraries])
        }
    }

    /// A C program of the peers' folder, compiled once.
    func compiledPeer(_ name: String, linking libraries: [String] = []) throws -> String {
        try compiled(name, try readText(try peersFolder + "/\(name).c"), linking: libraries)
    }

    /// Where the programs lie that put the same work to others.
    var peersFolder: String {
        get throws(Diagnostic) {
            guard let shared, folderExists(shared + "/peers") else {
                throw Diagnostic(.missingInput, "the peers' programs are not at hand")
            }
            return shared + "/peers"
        }
    }

    /// The folder of a Python environment with these packages, which are installed once.
    func python(with packages: [String]) throws -> String {
        let folder = try made("python") { path in try run([["python3", "-m", "venv", path]]) }
        for package in packages {
            let mark = "\(folder)/has-\(package)"
            guard !fileExists(mark) else { continue }
            say("installs \(package)")
            try run([[folder + "/bin/python", "-m", "pip", "install", "-q", package]])
            try writeFile("", to: mark)
        }
        return folder + "/bin"
    }
}

/// Small C programs that do one thing as fast as it goes.
enum PeerProgram {
    static let hello = """
        #include <stdio.h>
        int main(void) { puts("hello"); return 0; }

        """

    /// Reads every block of the one series and copies it into memory of its own.
    static let candles = """
        #include <sqlite3.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        int main(int count, char **words) {
            sqlite3 *store;
            sqlite3_stmt *query;
            if (sqlite3_open_v2(words[1], &store, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK
                || sqlite3_prepare_v2(store, "SELECT columns FROM candle_block ORDER BY exchange,"
                   " pair, timeframe, month", -1, &query, NULL) != SQLITE_OK) return 1;
            char *columns = NULL;
            size_t length = 0;
            while (sqlite3_step(query) == SQLITE_ROW) {
                size_t size = sqlite3_column_bytes(query, 0);
                columns = realloc(columns, length + size);
                memcpy(columns + length, sqlite3_column_blob(query, 0), size);
                length += size;
            }
            printf("%zu bytes\\n", length);
            return length == 0;
        }

        """
}
