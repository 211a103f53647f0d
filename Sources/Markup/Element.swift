internal import CLibXML2
internal import Glibc

/// An element of a page that was read back, with all that is inside it.
public struct Element: Hashable, Sendable {
    public let name: String
    public let attributes: [String: String]
    public let children: [Node]
    /// Line of the element's start in its page, counted from 1.
    public let line: Int

    /// What stands inside an element, in order.
    public indirect enum Node: Hashable, Sendable {
        case element(Element)
        case text(String)
    }

    /// All text inside, in order.
    public var text: String {
        children.map { node in
            switch node {
            case .element(let element): element.text
            case .text(let text): text
            }
        }.joined()
    }

    /// This element and every one inside, in the order of their starts.
    public var all: [Element] {
        var elements = [self]
        for case .element(let element) in children { elements += element.all }
        return elements
    }

    public func all(named name: String) -> [Element] { all.filter { $0.name == name } }
}

/// Where markup is not well formed, and why.
public struct MarkupError: Error, Hashable, Sendable {
    public let line: Int
    public let message: String
}

extension Element {
    /// Reads a page strictly: as XML, which our pages are (every tag closes, every attribute is
    /// quoted, every reference is known).
    ///
    /// - Throws: `MarkupError` at the first place that is not well formed.
    public init(page: String) throws(MarkupError) {
        let options = Int32(
            XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue)
        var copy = page
        let read = copy.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                xmlReadMemory(
                    characters.baseAddress, Int32(characters.count), nil, "UTF-8", options)
            }
        }
        guard let document = read else { throw Self.lastError() }
        defer { xmlFreeDoc(document) }
        guard let root = xmlDocGetRootElement(document) else { throw Self.lastError() }
        self.init(root)
    }

    private init(_ node: UnsafeMutablePointer<xmlNode>) {
        name = Self.string(node.pointee.name)
        line = Int(xmlGetLineNo(node))
        var attributes: [String: String] = [:]
        var attribute = node.pointee.properties
        while let current = attribute {
            let prefix = current.pointee.ns.map { Self.string($0.pointee.prefix) + ":" } ?? ""
            let value = xmlNodeListGetString(node.pointee.doc, current.pointee.children, 1)
            attributes[prefix + Self.string(current.pointee.name)] = Self.string(value)
            free(value)
            attribute = current.pointee.next
        }
        self.attributes = attributes
        var children: [Node] = []
        var child = node.pointee.children
        while let current = child {
            switch current.pointee.type {
            case XML_ELEMENT_NODE: children.append(.element(Element(current)))
            case XML_TEXT_NODE, XML_CDATA_SECTION_NODE:
                children.append(.text(Self.string(current.pointee.content)))
            default: break
            }
            child = current.pointee.next
        }
        self.children = children
    }

    private static func string(_ bytes: UnsafePointer<xmlChar>?) -> String {
        bytes.map { String(cString: $0) } ?? ""
    }

    private static func lastError() -> MarkupError {
        guard let error = xmlGetLastError() else {
            return MarkupError(line: 0, message: "no element")
        }
        let message = error.pointee.message.map { String(cString: $0) } ?? "unknown"
        return MarkupError(
            line: Int(error.pointee.line),
            message: String(message.split(separator: "\n").first ?? ""))
    }
}
