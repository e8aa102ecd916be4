import OpenAIVideos
import VideoREPL

func startMyREPL() async {
    // Replace OpenAIVideos.plugins with the plugins of your adapter.
    await VideoREPL(OpenAIVideos.plugins).main()
}
