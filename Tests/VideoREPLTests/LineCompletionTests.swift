import Testing

@testable import VideoREPL

@Suite("A word at the cursor is completed as it was begun", .timeLimit(.minutes(20)))
struct LineCompletionTests {
    static let cases: [(line: String, start: Int, word: String, candidate: String, insertion: String)] = [
        ("run my", 4, "my", "my boat.txt", #"my\ boat.txt"#),
        // The library takes a space inside quotes, or behind a backslash, for the end of a word.
        (#"run "my b"#, 8, "my b", "my boat.txt", #"boat.txt""#),
        (#"run my\ b"#, 8, "my b", "my boat.txt", "boat.txt"),
        (#"run "my"#, 4, "my", "my folder/", #""my folder/"#),
        ("generate x --output=bo", 20, "bo", "boat.mp4", "boat.mp4"),
        ("generate 小船 --sec", 16, "--sec", "--seconds", "--seconds"),
    ]

    @Test("Quotes, backslashes, = and wide characters", arguments: cases)
    func insertion(line: String, start: Int, word: String, candidate: String, insertion: String) {
        let completion = LineCompletion(line: line, start: start, cursor: line.utf8.count)
        #expect(completion.word == word)
        #expect(completion.insertion(candidate) == insertion)
    }
}
