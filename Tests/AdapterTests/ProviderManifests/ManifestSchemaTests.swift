import Foundation
import Testing
import VideoGeneration

@testable import ProviderManifests

@Suite("The JSON Schema of manifests", .timeLimit(.minutes(20)))
struct ManifestSchemaTests {
    private let schema: SchemaCheck

    init() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appendingPathComponent("Docs/Providers/provider-manifest.schema.json")
        schema = SchemaCheck(root: try JSONValue(parsing: try Data(contentsOf: file)))
    }

    @Test("It has the members of the decoder, and requires the same ones", arguments: ManifestShape.allCases)
    func members(_ shape: ManifestShape) throws {
        let object = try #require(schema.root["$defs"]?[shape.rawValue])
        let properties = try #require(object["properties"]?.object)
        #expect(properties.map(\.key).sorted() == shape.members.sorted())
        #expect((object["required"]?.array ?? []).compactMap(\.text).sorted() == shape.required.sorted())
        #expect(object["additionalProperties"] == false)
    }

    @Test("It describes no object that the decoder does not have")
    func definitions() throws {
        let names = try #require(schema.root["$defs"]?.object).map(\.key)
        #expect(names.sorted() == ManifestShape.allCases.map(\.rawValue).sorted())
        #expect(schema.root["$schema"]?.text == "https://json-schema.org/draft/2020-12/schema")
    }

    @Test(
        "Every manifest of this package fits",
        arguments: ["vidu", "siliconflow", "luma-agents", "runway", "seedance"]
    )
    func manifests(_ name: String) throws {
        let mistakes = schema.mistakes(in: try JSONValue(parsing: Array(try ManifestText.named(name).text.utf8)))
        #expect(mistakes == [])
    }

    @Test(
        "A manifest with a mistake does not fit",
        arguments: [
            (#""summary""#, #""sumary""#), (#""format": 1"#, #""format": 2"#), (#""/job""#, #""job""#),
            (#""running": ["drawing"]"#, #""working": ["drawing"]"#), (#""header", "#, #""signed", "#),
            (#""https://api"#, #""ftp://api"#), (#""http": 401"#, #""http": "401""#),
        ]
    )
    func mistakes(_ part: String, _ replacement: String) throws {
        let text = ManifestText.minimal.text.replacing(part, with: replacement)
        let mistakes = schema.mistakes(in: try JSONValue(parsing: Array(text.utf8)))
        #expect(!mistakes.isEmpty)
    }
}

/// The keywords of JSON Schema that the schema of manifests uses.
private struct SchemaCheck {
    let root: JSONValue

    func mistakes(in value: JSONValue) -> [String] { mistakes(value, root, "") }

    private func mistakes(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> [String] {
        var found: [String] = []
        if let name = schema["$ref"]?.text?.split(separator: "/").last, let target = root["$defs"]?[String(name)] {
            found += mistakes(value, target, path)
        }
        if let choices = schema["anyOf"]?.array, !choices.contains(where: { mistakes(value, $0, path).isEmpty }) {
            found.append("\(path): fits no choice")
        }
        let types = schema["type"].map { $0.array ?? [$0] } ?? []
        if !types.isEmpty, !types.contains(where: { has(value, $0.text ?? "") }) { found.append("\(path): type") }
        if let known = schema["enum"]?.array, !known.contains(value) { found.append("\(path): enum") }
        if let only = schema["const"], only != value { found.append("\(path): const") }
        if let pattern = schema["pattern"]?.text, case .string(let text) = value,
            let regex = try? Regex(pattern), (try? regex.firstMatch(in: text)) == nil
        {
            found.append("\(path): pattern")
        }
        for key in (schema["required"]?.array ?? []).compactMap(\.text) where value.object != nil && value[key] == nil {
            found.append("\(path): no \(key)")
        }
        for member in value.object ?? [:] {
            let place = "\(path)/\(member.key)"
            if let inner = schema["properties"]?[member.key] {
                found += mistakes(member.value, inner, place)
            } else if let more = schema["additionalProperties"] {
                found += more == false ? ["\(place): unknown"] : mistakes(member.value, more, place)
            }
        }
        if let items = schema["items"] {
            for (index, element) in (value.array ?? []).enumerated() {
                found += mistakes(element, items, "\(path)/\(index)")
            }
        }
        return found
    }

    private func has(_ value: JSONValue, _ type: String) -> Bool {
        switch (value, type) {
        case (.object, "object"), (.array, "array"), (.string, "string"), (.bool, "boolean"), (.number, "number"): true
        case (.number(let digits), "integer"): Int(digits) != nil
        default: false
        }
    }
}
