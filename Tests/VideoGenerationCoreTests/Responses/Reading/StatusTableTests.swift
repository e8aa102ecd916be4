import Testing

@testable import VideoGenerationCore

@Suite(.timeLimit(.minutes(20))) struct StatusTableTests {
    @Test(
        "a word is known in every style that it travels in",
        arguments: [
            ("completed ", RemoteState.succeeded), ("\tCompleted\n", .succeeded), ("COMPLETED\u{A0}", .succeeded),
            ("inProgress", .running), ("IN-PROGRESS", .running), ("In Progress", .running), ("InQueue", nil),
            ("notStart", .queued), ("timedOut", .failed), ("timed_out", .failed), ("TIMED-OUT", .failed),
            ("interrupted", .failed), ("starting", .queued), ("THROTTLED", .running), ("dreaming", .running),
            ("Content Moderated", .failed), ("complete", nil), ("not completed", nil), ("", nil), (" ", nil),
            ("-", nil),
        ] as [(String, RemoteState?)]
    )
    func style(_ word: String, _ state: RemoteState?) { #expect(StatusTable.relays[word] == state) }

    @Test("a word in a later table takes the place of one in another style, and is told once")
    func adding() {
        let table = StatusTable(running: ["in_progress"]).adding(StatusTable(queued: ["inProgress"]))
        #expect(table["IN_PROGRESS"] == .queued)
        #expect(table.words == ["inprogress"])
    }

    @Test("an endless word is no word")
    func endless() { #expect(StatusTable.relays["completed" + String(repeating: " ", count: 100_000)] == nil) }
}
