import Foundation
import Testing

@Suite("The pages lead to each other", .timeLimit(.minutes(20)))
struct LinkTests {
    @Test("Every link and every anchor in the README and in Docs leads somewhere")
    func links() throws {
        let documents = try Document.all()
        let anchors = Dictionary(uniqueKeysWithValues: documents.map { ($0.path, $0.anchors) })
        var count = 0
        // What is in the catalogs is checked by docc.
        for document in documents where !document.path.contains(".docc/") {
            let page = Document.root.appendingPathComponent(document.path)
            for link in document.links {
                count += 1
                let target =
                    link.path.isEmpty ? page : page.deletingLastPathComponent().appendingPathComponent(link.path)
                guard FileManager.default.fileExists(atPath: target.path) else {
                    Issue.record("\(document): there is no \(link.path)")
                    continue
                }
                guard let anchor = link.anchor else { continue }
                let path = target.standardizedFileURL.path.dropFirst(Document.root.standardizedFileURL.path.count + 1)
                #expect(anchors[String(path)]?.contains(anchor) == true, "\(document): \(link.path)#\(anchor)")
            }
        }
        #expect(count > 25)
    }
}

extension Document {
    /// The targets of links and pictures that are not somewhere else on the web.
    fileprivate var links: [(path: String, anchor: String?)] {
        let targets = prose.matches(of: #/\]\(([^)\s]+)\)|src="([^"]+)"/#).compactMap { $0.output.1 ?? $0.output.2 }
        return targets.filter { !$0.contains(":") }.map { target in
            let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), parts.count > 1 ? String(parts[1]) : nil)
        }
    }

    /// What GitHub makes of the headings: lower case, no punctuation, hyphens for spaces.
    fileprivate var anchors: Set<String> {
        let headings = prose.matches(of: #/(?m)^#+ +(.+)$/#).map { $0.output.1.lowercased() }
        return Set(
            headings.map { heading in
                String(heading.filter { $0.isLetter || $0.isNumber || " -_".contains($0) }.map { $0 == " " ? "-" : $0 })
            }
        )
    }
}
