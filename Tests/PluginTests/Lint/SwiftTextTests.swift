import Testing

@testable import VideoLint

@Suite("The linter reads code, not words in strings and comments", .timeLimit(.minutes(20)))
struct SwiftTextTests {
    private func line(_ text: String) -> SwiftText.Line { SwiftText(text).lines[0] }

    @Test(
        "Strings are empty, interpolations stay",
        arguments: [
            (#"let a = "try! b" + c"#, #"let a = "" + c"#),
            (##"let a = #"as! " b"# + c"##, ##"let a = "" + c"##),
            (#"let a = "x \(y! + "z!") w!" + c"#, #"let a = "(y! + "")" + c"#),
            (#"let a = "\\" + b!"#, #"let a = "" + b!"#),
            (##"let a = #/x!"/# + b"##, "let a =  + b"),
        ]
    )
    func strings(_ source: String, _ code: String) {
        #expect(line(source).code == code)
    }

    @Test("Comments are apart, nested ones as well")
    func comments() {
        #expect(line("a() // try! it") == SwiftText.Line(code: "a() ", comment: " try! it"))
        let lines = SwiftText("a /* b /* c\n d */ as! */ e").lines
        #expect(lines.map(\.code) == ["a ", " e"])
        #expect(lines[1].comment.contains("as!"))
    }

    @Test("A string over several lines ends where its quotes do")
    func multiline() {
        let lines = SwiftText("let a = \"\"\"\n  fatalError(\"x\")\n  \"\"\"\nb!").lines
        #expect(lines[1].code.isEmpty)
        #expect(lines[3].code == "b!")
    }
}
