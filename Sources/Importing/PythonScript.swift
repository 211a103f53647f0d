/// The Python that reads a strategy for us: it parses, and says what it saw. Nothing is run.
public enum PythonScript {
    /// Reads Python from its argument or standard input and writes one JSON text to standard output: `nodes`, in which
    /// children stand before their parents and are named by their index, or `error` with its place.
    public static let source = #"""
        import ast
        import json
        import sys


        def failure(message, line=1, column=1):
            json.dump({"error": {"message": message, "line": line, "column": column}}, sys.stdout)


        def constant(value):
            if value is None or isinstance(value, (bool, str)):
                return value
            if isinstance(value, int):
                return value if abs(value) < 2 ** 53 else float(value)
            if isinstance(value, float) and value - value == 0:
                return value
            return {"kind": type(value).__name__}


        def is_word(node):
            """Operators and the like: nodes without a place, the same one everywhere."""
            return isinstance(node, (ast.expr_context, ast.operator, ast.unaryop, ast.boolop,
                                     ast.cmpop))


        def main():
            try:
                source = sys.argv[1].encode() if sys.argv[1:] else sys.stdin.buffer.read()
            except OSError as error:
                sys.exit(error.strerror)
            try:
                root = ast.parse(source)
            except SyntaxError as error:
                return failure(error.msg, error.lineno or 1, max(error.offset or 1, 1))
            except (ValueError, RecursionError, MemoryError, OverflowError) as error:
                return failure(str(error) or type(error).__name__)
            lines = source.split(b"\n")
            nodes, order, waiting = [], [], [root]
            while waiting:
                node = waiting.pop()
                order.append(node)
                waiting += [item for item in ast.iter_child_nodes(node) if not is_word(item)]
            places = {}
            for node in reversed(order):
                row = {"kind": type(node).__name__}
                if hasattr(node, "lineno"):
                    before = lines[node.lineno - 1][:node.col_offset]
                    row["line"] = node.lineno
                    row["column"] = len(before.decode("utf-8", "replace")) + 1
                texts, children, lists = {}, {}, {}
                for name, value in ast.iter_fields(node):
                    if is_word(value):
                        texts[name] = type(value).__name__
                    elif isinstance(value, ast.AST):
                        children[name] = places[id(value)]
                    elif isinstance(value, list):
                        if value and (is_word(value[0]) or isinstance(value[0], str)):
                            texts[name] = ",".join(item if isinstance(item, str)
                                                   else type(item).__name__ for item in value)
                        else:
                            lists[name] = [places[id(item)] for item in value if item is not None]
                        if None in value:
                            texts[name] = "gaps"
                    elif name == "value" and isinstance(node, ast.Constant):
                        row["value"] = constant(value)
                    elif isinstance(value, str):
                        texts[name] = value
                    elif isinstance(value, int):
                        texts[name] = str(value)
                parts = dict(texts=texts, children=children, lists=lists)
                row.update((name, part) for name, part in parts.items() if part)
                places[id(node)] = len(nodes)
                nodes.append(row)
            json.dump({"nodes": nodes}, sys.stdout, allow_nan=False)


        main()

        """#
}
