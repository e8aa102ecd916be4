import Testing
import VideoGeneration
import VideoGenerationTesting

@testable import VideoREPL

@Suite("The file of a batch", .timeLimit(.minutes(20)))
struct BatchFileTests {
    private func values(_ path: String, _ text: String) throws -> [[String: [String]]] {
        try BatchFile(path: path, Array(text.utf8)).records.map(\.values)
    }

    @Test("CSV, JSON, an object with rows, and JSON lines are the same rows")
    func formats() throws {
        let expected: [[String: [String]]] = [
            ["prompt": ["a boat"], "seconds": ["8"], "options.seed": ["7"], "references": ["a.png", "b.png"]],
            ["prompt": ["two\nlines"]],
        ]
        let csv = "\u{FEFF}prompt,seconds,options.seed,references\r\na boat,8,7,a.png|b.png\r\n\"two\nlines\",,,\r\n"
        let first = #"{"prompt":"a boat","seconds":8,"options":{"seed":7},"references":["a.png","b.png"]}"#
        let second = #"{"prompt":"two\nlines","seconds":null}"#
        #expect(try values("x.csv", csv) == expected)
        #expect(try values("x", csv) == expected)
        #expect(try values("x.json", "[\(first),\(second)]") == expected)
        #expect(try values("x.txt", "\u{FEFF} {\"rows\": [\(first),\(second)]}") == expected)
        #expect(try values("x.jsonl", "\(first)\n\n\(second)\n") == expected)
        #expect(try values("x", "\(first)\r\n\(second)\r\n") == expected)
        #expect(try values("x", second) == [expected[1]])
    }

    @Test("The name of the file has neither its folder nor its suffix")
    func name() throws {
        let names = ["/a/b.c/shots.csv": "shots", "shots": "shots", ".csv": ".csv", "a.b.csv": "a.b"]
        for (path, name) in names { #expect(try BatchFile(path: path, Array("prompt\nx".utf8)).name == name) }
    }

    static let mistakes: [(String, String, String)] = [
        ("x.csv", "", "empty"),
        ("x.csv", "prompt\n", "no rows"),
        ("x.csv", "prompt,prompt\nx,y", "twice"),
        ("x.csv", "prompt,,model\nx,y,z", "column 2"),
        ("x.csv", "prompt;model\nx;y", "semicolons"),
        ("x.csv", "prompt\tmodel\nx\ty", "tabs"),
        ("x.csv", "prompt,model\na boat, in the rain,sora", "row 1 (line 2) has 3 fields"),
        ("x.json", "[1]", "row 1 is not an object"),
        ("x.json", "[", "line 1"),
        ("x.json", "{\"prompt\":\n}", "line 2"),
        ("x.json", "[]", "no rows"),
        ("x.json", "{\"rows\": []}", "no rows"),
        ("x.jsonl", "{\"prompt\":\"a\"}\nnull", "row 2"),
        ("x.jsonl", "{\"prompt\":\"a\"}\n{", "line 2"),
        ("x.json", String(repeating: "[", count: 500), "line 1"),
    ]

    @Test("A file that cannot be used says why", arguments: mistakes)
    func mistake(path: String, text: String, part: String) throws {
        let error = try #require(throws: VideoError.self) { try BatchFile(path: path, Array(text.utf8)) }
        #expect(error.message.contains(part), "\(error.message)")
        #expect(ExitCode(error) == .usage && error.advice?.contains("Nothing was sent") == true)
    }

    @Test("Bytes that are not UTF-8 are refused, because they would become another prompt")
    func encoding() {
        for path in ["x.csv", "x.jsonl", "x.json"] {
            let bytes =
                path == "x.csv"
                ? Array("prompt\n".utf8) + [0xE9] : Array("[{\"prompt\":\"".utf8) + [0xE9, 0x22, 0x7D, 0x5D]
            #expect(throws: VideoError.self) { try BatchFile(path: path, bytes) }
        }
    }

    @Test("A file with too many rows is refused")
    func tooMany() throws {
        let lines = String(repeating: "{\"prompt\":\"a\"}\n", count: BatchFile.mostRows + 1)
        #expect(throws: VideoError.self) { try BatchFile(path: "x.jsonl", Array(lines.utf8)) }
        let csv = "prompt\n" + String(repeating: "a\n", count: BatchFile.mostRows)
        #expect(try BatchFile(path: "x.csv", Array(csv.utf8)).records.count == BatchFile.mostRows)
        #expect(throws: VideoError.self) { try BatchFile(path: "x.csv", Array((csv + "a\n").utf8)) }
    }

    @Test("A string among the options stays a string")
    func optionStrings() throws {
        let rows = try values("x.json", #"[{"options":{"a":"7","b":7,"c":"word","d":{"e":[true]},"f":"true"}}]"#)
        #expect(
            rows == [
                [
                    "options.a": ["\"7\""], "options.b": ["7"], "options.c": ["word"], "options.d": [#"{"e":[true]}"#],
                    "options.f": ["\"true\""],
                ]
            ]
        )
    }
}
