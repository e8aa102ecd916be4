import VideoREPL

@main
struct VideoREPLMain {
    static func main() async { await VideoREPL([]).main() }
}
