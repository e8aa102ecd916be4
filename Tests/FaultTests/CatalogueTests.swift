import Foundation
import Testing

/// The catalogue of faults against the names of the tests and the table of Docs/Reliability.md.
@Suite struct CatalogueTests {
    private static let counts = [("S", 30), ("P", 27), ("D", 38), ("K", 11), ("J", 13), ("R", 5), ("C", 22)]

    private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    @Test("Every fault has a row in Docs/Reliability.md, and the test that the row names exists")
    func complete() throws {
        let rows = try Self.rows()
        for (letter, count) in Self.counts {
            for number in 1...count {
                let fault = "\(letter)\(number)"
                guard let place = rows[fault] else {
                    Issue.record("\(fault) has no row")
                    continue
                }
                guard place.hasSuffix(".swift") else { continue }
                let file = Self.package.appendingPathComponent("Tests/\(place)")
                let text = try String(contentsOf: file, encoding: .utf8)
                #expect(Self.names(in: text).contains { $0.contains(fault) }, "\(place) has no test of \(fault)")
            }
        }
    }

    /// The last column of every row that begins with a fault: a file below Tests, or a reason in words.
    private static func rows() throws -> [String: String] {
        let page = package.appendingPathComponent("Docs/Reliability.md")
        var rows: [String: String] = [:]
        for line in try String(contentsOf: page, encoding: .utf8).split(separator: "\n") where line.hasPrefix("| ") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 3 else { continue }
            rows[cells[0]] = cells[2].replacing("`", with: "")
        }
        return rows
    }

    /// The numbers in each test's name.
    private static func names(in text: String) -> [Set<String>] {
        text.matches(of: /@(?:Test|Suite)\(\s*"([^"]*)"/).map { match in
            Set(match.output.1.split(whereSeparator: { !$0.isLetter && !$0.isNumber }).map(String.init))
        }
    }
}
