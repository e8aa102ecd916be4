import Testing

@Suite("The folders of a module form no cycle", .timeLimit(.minutes(20)))
struct TypeGraphTests {
    @Test("A folder of the core uses only the folders before it")
    func core() throws {
        let order = [
            "Values", "JSON", "HTTP", "Credential", "Exchange", "Request", "Capabilities", "Task", "Responses",
            "Dialect", "Provider",
        ]
        let graph = TypeGraph(try SourceFile.all(in: "VideoGenerationCore"))
        #expect(graph.folders == Set(order))
        #expect(graph.arrows.count > 100)
        #expect(graph.arrows(against: order) == [])
    }

    @Test("A folder of the engine uses only the folders before it")
    func engine() throws {
        let order = [
            "Transport", "Clock", "Disk", "Environment", "Retry", "Budget", "Download", "Admission", "Labels", "Limits",
            "Journal", "Events", "Waiting", "Polling", "Routing", "Client", "Fleet",
        ]
        let graph = TypeGraph(try SourceFile.all(in: "VideoGeneration"))
        // Exports.swift is beside the folders.
        #expect(graph.folders == Set(order + [""]))
        #expect(graph.arrows.count > 50)
        #expect(graph.arrows(against: order) == [])
    }

    @Test("A cycle over several folders is found, and the arrow that closes it")
    func cycle() {
        let graph = TypeGraph([
            SourceFile(path: "A/One.swift", text: "public struct One { var two: [Two] }"),
            SourceFile(path: "B/Two.swift", text: "@frozen enum Two { case three(Three?) }"),
            SourceFile(path: "C/Three.swift", text: "indirect enum Three {}\nextension One {}"),
            SourceFile(path: "D/Four.swift", text: "struct Four { let one: One }"),
        ])
        #expect(graph.cycles == [["A", "B", "C"]])
        #expect(graph.arrows(against: ["C", "B", "A", "D"]).map(\.description) == ["C/Three.swift uses One of A"])
    }

    @Test("Comments, strings, members and private types are no uses")
    func words() {
        let text = "/// See Two.\nstruct One { let a = \"Two\" } // Two\nlet b = One.Two.self\nprivate struct Two {}"
        let graph = TypeGraph([
            SourceFile(path: "A/One.swift", text: text), SourceFile(path: "B/Two.swift", text: "struct Three {}"),
            SourceFile(path: "B/Four.swift", text: "let a = \"\\(Four.b)\"\nprivate enum Four { struct Two {} }"),
        ])
        #expect(graph.arrows == [])
        #expect(graph.cycles == [])
    }
}
