import Testing
import VideoGeneration

@testable import VideoREPL

@Suite("A line of the prompt is cut into words as people mean it", .timeLimit(.minutes(20)))
struct PromptLineTests {
    static let cases: [(String, [String])] = [
        ("", []),
        ("  jobs  ", ["jobs"]),
        (#"generate "a paper boat" --seconds 6"#, ["generate", "a paper boat", "--seconds", "6"]),
        ("generate 'a paper boat'", ["generate", "a paper boat"]),
        ("generate a cat's dream", ["generate", "a", "cat's", "dream"]),
        (#"generate "it's \"here\"""#, ["generate", #"it's "here""#]),
        (#"download 3 --output="my boat.mp4""#, ["download", "3", "--output=my boat.mp4"]),
        (#"a\ b \"c"#, ["a b", "\"c"]),
        ("generate 一只小船 雨", ["generate", "一只小船", "雨"]),
        ("# a remark", []),
        ("generate \"\"\"one\ntwo\"\"\" --json", ["generate", "one\ntwo", "--json"]),
        ("generate \"\"\"\nhe said \"no\"\n\"\"\"", ["generate", "he said \"no\""]),
        ("generate a \\\nboat", ["generate", "a", "boat"]),
        (#"generate """#, ["generate", ""]),
        (#"a \n b"#, ["a", #"\n"#, "b"]),
    ]

    @Test("Quotes, remarks, and text over several lines", arguments: cases)
    func words(line: String, words: [String]) throws {
        #expect(try PromptLine.read(line) == .line(PromptLine(words: words)))
    }

    @Test("An unfinished line asks for the next one", arguments: ["generate \"\"\"one", "generate a \\", "\"\"\"\n"])
    func unfinished(line: String) throws {
        #expect(try PromptLine.read(line) == .unfinished)
    }

    @Test("A quote that is not closed is a mistake of one line")
    func openQuote() {
        #expect(throws: VideoError.self) { try PromptLine.read(#"generate "a boat"#) }
    }

    @Test("A last & runs in the background, a quoted one is a word")
    func background() throws {
        #expect(try PromptLine.read("resume 3 &") == .line(PromptLine(words: ["resume", "3"], isBackground: true)))
        #expect(try PromptLine.read("generate \"&\"") == .line(PromptLine(words: ["generate", "&"])))
    }
}
