import OpenAIVideos
import VideoREPL

func startMyREPL() async {
    // Yours in the place of OpenAIVideos.plugins.
    await VideoREPL(OpenAIVideos.plugins).main()
}
