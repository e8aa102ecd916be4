import Foundation
import Testing

#if os(Linux)
@Suite("What a program with this package loads", .timeLimit(.minutes(20)))
struct FootprintTests {
    @Test("Neither the whole of Foundation nor its networking: they would double its memory before it does anything")
    func libraries() throws {
        let program = try Data(contentsOf: URL(fileURLWithPath: REPLProcess.path))
        for library in ["libFoundation.so", "libFoundationNetworking.so", "libFoundationInternationalization.so"] {
            #expect(program.range(of: Data("\(library)\0".utf8)) == nil, "\(library)")
        }
        #expect(program.range(of: Data("libFoundationEssentials.so\0".utf8)) != nil)
    }
}
#endif
