import Testing
import VideoGenerationCore

@Suite(.timeLimit(.minutes(20))) struct ByteSearchTests {
    private func position(_ pattern: String, _ text: String, from start: Int = 0) -> Int? {
        ByteSearch.position(of: Array(pattern.utf8), in: Array(text.utf8), from: start)
    }

    @Test("A pattern is found where it begins, also at the very end, and from an offset on")
    func positions() {
        #expect(position("ab", "aab") == 1)
        #expect(position("b", "aab", from: 2) == 2)
        #expect(position("ab", "abab", from: 1) == 2)
        #expect(position("aab", "aaab") == 1)
        #expect(position("abc", "ab") == nil)
        #expect(position("a", "") == nil)
        #expect(position("", "a") == nil)
        #expect(position("a", "a", from: 5) == nil)
    }

    @Test("Every occurrence is replaced once, and what was put in is not looked at again")
    func replacement() {
        func replace(_ pattern: String, _ text: String, _ replacement: String) -> String {
            let bytes = ByteSearch.replace(Array(pattern.utf8), in: Array(text.utf8), with: Array(replacement.utf8))
            return String(decoding: bytes, as: UTF8.self)
        }
        #expect(replace("ab", "ababxab", "ab!") == "ab!ab!xab!")
        #expect(replace("aa", "aaa", "b") == "ba")
        #expect(replace("x", "abc", "y") == "abc")
    }
}
