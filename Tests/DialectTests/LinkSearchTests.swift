import Testing
import VideoGeneration

@Suite(.timeLimit(.minutes(20))) struct LinkSearchTests {
    @Test(
        "A link is found whatever a template put around it",
        arguments: ["\n", "\r", "\r\n", " ", "\t", "`", "\"", "'", "\u{A0}", " `\r\n"]
    )
    func wrapped(_ edge: String) throws {
        let search = LinkSearch(at: try Endpoint("https://api.example.com/v1"))
        let link = "https://cdn.example.com/x.mp4"
        #expect(search.link(.string(edge + link + edge))?.string == link)
        #expect(search.link(.string(edge + "/x.mp4" + edge))?.string == "https://api.example.com/x.mp4")
    }
}
