import Testing
import VideoGeneration

@testable import VideoREPL

@Suite("The output fits the terminal", .timeLimit(.minutes(20)))
struct RenderingTests {
    static let widths: [(String, Int)] = [
        ("boat", 4), ("一只小船", 8), ("e\u{301}", 1), ("👩‍👩‍👧", 2), ("한국", 4), ("ｆｕｌｌ", 8), ("a\u{200B}b", 2), ("…", 1),
        ("🇩🇪", 2), ("❤️", 2), ("█░", 2),
    ]

    @Test("Columns of wide and combined characters", arguments: widths)
    func width(text: String, columns: Int) {
        #expect(TextWidth.of(text) == columns)
    }

    @Test("A text is cut to its columns, never through a character", arguments: 0...12)
    func fit(columns: Int) {
        let cut = TextWidth.fit("一只 paper 小船", columns)
        #expect(TextWidth.of(cut) <= columns)
    }

    private func table(_ rows: Int) -> TextTable {
        TextTable(
            columns: [
                .init(title: "ID"), .init(title: "MODEL", priority: 2),
                .init(title: "N", isRightAligned: true, priority: 1),
                .init(title: "PROMPT", isFlexible: true),
            ],
            rows: (0..<rows).map { [.init("v\($0)-k3f9"), "a-long-model-name", "42%", "一只小船在雨中航行，后面跟着一只鸭子和三只小鸭子"] }
        )
    }

    @Test("A table keeps to its width", arguments: [30, 40, 60, 80, 200])
    func tableWidth(width: Int) {
        for line in table(12).lines(width: width, hasColour: false) {
            #expect(TextWidth.of(line) <= width, "\(line)")
        }
    }

    @Test("Several flexible columns share what is left, and no column is wider than what it holds", arguments: 20...140)
    func severalFlexible(width: Int) {
        let table = TextTable(
            columns: [
                .init(title: "MODEL"), .init(title: "FROM", isFlexible: true, isWrapped: true, priority: 1),
                .init(title: "FORMATS", isFlexible: true, isWrapped: true), .init(title: "KEY", isFlexible: true),
            ],
            rows: [["MiniMax-Hailuo-2.3-Fast", "text, firstFrame", "768P, 1080P, 512P", "MINIMAX_API_KEY is not set"]]
        )
        let lines = table.lines(width: width, hasColour: false)
        #expect(lines.allSatisfy { TextWidth.of($0) <= width }, "\(lines)")
        if width >= 100 { #expect(lines.count == 2) }
    }

    @Test("Text is wrapped at words, and a command that is to be typed stays whole", arguments: 20...100)
    func wrap(columns: Int) {
        let text =
            "The request was not accepted. Settle it with: video-repl resolve v1 --taken ID. 一只小船在雨中航行 continues."
        let lines = TextWrap.lines(text, columns)
        #expect(lines.allSatisfy { TextWidth.of($0) <= columns && !$0.hasPrefix(" ") }, "\(lines)")
        #expect(lines.joined(separator: " ").filter { $0 != " " } == text.filter { $0 != " " })
        if columns > 40 { #expect(lines.contains { $0.contains("video-repl resolve v1 --taken ID.") }) }
    }

    @Test("A path is not cut: it would lead nowhere when it is copied")
    func longWord() {
        let path = "/tmp/" + String(repeating: "a", count: 80)
        #expect(TextWrap.lines("It is kept in \(path).", 40) == ["It is kept in", path + "."])
        #expect(TextWrap.lines("a  b", 40) == ["a  b"])
        #expect(TextWrap.lines("  " + String(repeating: "word ", count: 10), 20).allSatisfy { $0.hasPrefix("  word") })
    }

    @Test("Message and advice are two sentences, whatever stands at the end of a provider's words")
    func sentences() {
        for (message, shown) in [
            ("insufficient balance", "insufficient balance. Top up."), ("It is gone.", "It is gone. Top up."),
            ("余额不足。", "余额不足。 Top up."), ("No (really.)", "No (really.) Top up."), ("Why?", "Why? Top up."),
        ] {
            #expect(VideoError(.insufficientFunds, message, advice: "Top up.").shownText == shown)
        }
    }

    @Test("One is one and not several")
    func counts() {
        #expect(1.counted("task") == "1 task")
        #expect(0.counted("entry", "entries") == "0 entries")
        #expect(Format.age(130_000) == "1 day")
        #expect(Format.age(260_000) == "3 days")
    }

    @Test("The least important columns go first, and the prompt is cut last")
    func priorities() {
        let narrow = table(1).lines(width: 30, hasColour: false).joined()
        #expect(!narrow.contains("a-long-model-name"))
        #expect(narrow.contains("…"))
        let wide = table(1).lines(width: 200, hasColour: false).joined()
        #expect(wide.contains("a-long-model-name"))
        #expect(!wide.contains("…"))
    }

    @Test("Colours add nothing to a line's columns")
    func colours() {
        var table = table(1)
        table.rows[0][0] = .init("v0-k3f9", .green)
        #expect(table.lines(width: 80, hasColour: true)[1].contains("\u{1B}[32mv0-k3f9\u{1B}[0m"))
        #expect(!table.lines(width: 80, hasColour: false).joined().contains("\u{1B}"))
    }

    static let sizes: [(Int64, String)] = [
        (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (1_912_345, "1.9 MB"), (999_960, "1.0 MB"),
        (5_000_000_000, "5.0 GB"),
    ]

    @Test("Bytes as people read them", arguments: sizes)
    func bytes(count: Int64, text: String) {
        #expect(Format.bytes(count) == text)
    }

    @Test(
        "Numbers that make no sense are shown without a trap",
        arguments: [Double.nan, .infinity, -.infinity, -3, 1e300]
    )
    func oddProgress(progress: Double) {
        #expect(!Format.percent(progress).isEmpty)
        #expect(Format.bar(progress, width: 10).count == 10)
    }

    @Test("Grouped digits and times")
    func numbers() {
        #expect(Format.grouped(1_912_345) == "1,912,345")
        #expect(Format.grouped(12) == "12")
        #expect(Format.elapsed(.seconds(5)) == "0:05")
        #expect(Format.decimal(1234.56, 1) == "1234.6")
        #expect(Format.decimal(-.infinity, 2) == "-inf")
        #expect(Format.decimal(.greatestFiniteMagnitude, 2).hasSuffix("368.00"))
        #expect(Format.elapsed(.seconds(3723)) == "1:02:03")
    }
}
