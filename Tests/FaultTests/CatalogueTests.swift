import Foundation
import Testing

/// The catalogue of faults against the names of the tests and the table of Docs/Reliability.md.
@Suite(.timeLimit(.minutes(20))) struct CatalogueTests {
    private static let counts = [("S", 30), ("P", 27), ("D", 38), ("K", 11), ("J", 13), ("R", 5), ("C", 22)]

    private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private struct Row {
        var claim: String
        var files: [String]
    }

    @Test("Every fault has a row in Docs/Reliability.md: a test's own words, and the files that have tests of it")
    func complete() throws {
        let rows = try Self.rows()
        var tests: [String: [(faults: [String], claim: String)]] = [:]
        for place in Set(rows.values.flatMap(\.files)) {
            tests[place] = try Self.names(in: Self.package.appendingPathComponent("Tests/\(place)"))
        }
        for (letter, count) in Self.counts {
            for number in 1...count {
                let fault = "\(letter)\(number)"
                guard let row = rows[fault] else {
                    Issue.record("\(fault) has no row")
                    continue
                }
                var claims: Set<String> = []
                for place in row.files {
                    let names = tests[place, default: []].filter { $0.faults.contains(fault) }
                    #expect(!names.isEmpty, "\(place) has no test of \(fault)")
                    claims.formUnion(names.map(\.claim))
                }
                #expect(claims.contains(row.claim.lowercased()), "\(fault): no test says “\(row.claim)”")
            }
        }
        let known = Self.counts.reduce(0) { $0 + $1.1 }
        #expect(rows.count == known, "rows of faults that are in no catalogue")
    }

    /// Every row that begins with a fault: what holds, and the files below Tests.
    private static func rows() throws -> [String: Row] {
        let page = package.appendingPathComponent("Docs/Reliability.md")
        var rows: [String: Row] = [:]
        for line in try String(contentsOf: page, encoding: .utf8).split(separator: "\n") {
            guard let match = line.wholeMatch(of: /\| ([A-Z][0-9]+) \| (.*) \| (.*) \|/) else { continue }
            let files = match.output.3.matches(of: /`([^`]*)`/).map { String($0.output.1) }
            rows[String(match.output.1)] = Row(claim: String(match.output.2), files: files)
        }
        return rows
    }

    /// The names of a file's tests, taken apart into the numbers in front and the words.
    private static func names(in file: URL) throws -> [(faults: [String], claim: String)] {
        try String(contentsOf: file, encoding: .utf8).matches(of: /@(?:Test|Suite)\(\s*"([^"]*)"/).map { match in
            let words = match.output.1.split(separator: " ")
            let faults = words.prefix { $0.wholeMatch(of: /[A-Z][0-9]+/) != nil }
            return (faults.map(String.init), words.dropFirst(faults.count).joined(separator: " ").lowercased())
        }
    }
}
