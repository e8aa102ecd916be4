import Foundation
import Testing

@Suite("The pages lead to each other")
struct LinkTests {
    /// A page that GitHub shows: what is in the catalogs is checked by docc.
    private struct Page {
        let url: URL
        /// The text without its code blocks.
        let text: String

        init(_ path: String) throws {
            url = Document.root.appendingPathComponent(path)
            var isCode = false
            let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").filter { line in
                if line.hasPrefix("```") { isCode.toggle() }
                return !isCode
            }
            text = lines.joined(separator: "\n")
        }

        /// The targets of links and pictures that are not somewhere else on the web.
        var links: [(path: String, anchor: String?)] {
            let targets = text.matches(of: #/\]\(([^)\s]+)\)|src="([^"]+)"/#).compactMap { $0.output.1 ?? $0.output.2 }
            return targets.filter { !$0.contains(":") }.map { target in
                let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
                return (String(parts[0]), parts.count > 1 ? String(parts[1]) : nil)
            }
        }

        /// What GitHub makes of the headings: lower case, no punctuation, hyphens for spaces.
        var anchors: Set<String> {
            let headings = text.matches(of: #/(?m)^#+ +(.+)$/#).map { $0.output.1.lowercased() }
            return Set(
                headings.map { heading in
                    String(
                        heading.filter { $0.isLetter || $0.isNumber || " -_".contains($0) }.map { $0 == " " ? "-" : $0 }
                    )
                }
            )
        }
    }

    @Test("Every link and every anchor in the README and in Docs leads somewhere")
    func links() throws {
        var count = 0
        for document in try Document.all() where !document.path.contains(".docc/") {
            let page = try Page(document.path)
            for link in page.links {
                count += 1
                let target =
                    link.path.isEmpty
                    ? page.url : page.url.deletingLastPathComponent().appendingPathComponent(link.path)
                guard FileManager.default.fileExists(atPath: target.path) else {
                    Issue.record("\(document): there is no \(link.path)")
                    continue
                }
                guard let anchor = link.anchor else { continue }
                let path = target.standardizedFileURL.path.dropFirst(Document.root.standardizedFileURL.path.count + 1)
                #expect(try Page(String(path)).anchors.contains(anchor), "\(document): \(link.path)#\(anchor)")
            }
        }
        #expect(count > 25)
    }
}
