using System.Net;
using System.Net.Sockets;
using Matchmaking.Search.Batch;
using Matchmaking.Testing;

namespace Matchmaking.Search.Tests;

public sealed class FetchModelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("model-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_that_is_not_the_model_is_refused_and_not_put_in_place()
    {
        var from = Directory.CreateDirectory(Path.Combine(_folder, "from")).FullName;
        await File.WriteAllTextAsync(Path.Combine(from, "model.onnx"), "something else");
        var (code, said) = await FetchAsync("--from", from, "--to", To);
        Assert.Equal(2, code);
        Assert.Contains("model.onnx is not the file it should be", said, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(To));
    }

    [Fact]
    public async Task Without_a_network_it_says_what_to_do()
    {
        var (code, said) = await FetchAsync("--from", $"http://127.0.0.1:{Ports.Free()}/", "--to", To);
        Assert.Equal(2, code);
        Assert.Contains("--from", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_option_is_named()
    {
        var (code, said) = await FetchAsync("--frm", "x");
        Assert.Equal(2, code);
        Assert.Contains("'--frm'", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_download_goes_on_where_it_stopped()
    {
        var model = TestSettings.Model;
        var bytes = await File.ReadAllBytesAsync(Path.Combine(model, "model.onnx"));
        using var server = new RangeServer(model);
        Directory.CreateDirectory(To);
        await File.WriteAllBytesAsync(Path.Combine(To, "model.onnx.part"), bytes[..1_000_000]);
        var (code, said) = await FetchAsync("--from", server.Url, "--to", To);
        Assert.Equal((0, true), (code, said.Contains("Search:Embedding:Path", StringComparison.Ordinal)));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(To, "model.onnx")));
        Assert.Equal(["bytes=1000000-", null], server.Ranges);

        (code, said) = await FetchAsync("--from", server.Url, "--to", To);
        Assert.Equal((0, true), (code, said.Contains("model.onnx is there already", StringComparison.Ordinal)));
    }

    private string To => Path.Combine(_folder, "to");

    private static async Task<(int Code, string Said)> FetchAsync(params string[] args)
    {
        var output = new StringWriter();
        return (await FetchModelCommand.RunAsync(args, output), output.ToString());
    }

    // Serves the model's two files below the paths of its home.
    private sealed class RangeServer : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly string _folder;

        public RangeServer(string folder)
        {
            _folder = folder;
            Url = $"http://127.0.0.1:{Ports.Free()}/";
            _listener.Prefixes.Add(Url);
            _listener.Start();
            _ = ServeAsync();
        }

        public string Url { get; }

        public List<string?> Ranges { get; } = [];

        public void Dispose() => _listener.Close();

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    var context = await _listener.GetContextAsync();
                    var range = context.Request.Headers["Range"];
                    Ranges.Add(range);
                    var name = context.Request.Url!.AbsolutePath.EndsWith("vocab.txt", StringComparison.Ordinal) ? "vocab.txt" : "model.onnx";
                    var bytes = await File.ReadAllBytesAsync(Path.Combine(_folder, name));
                    var from = range is null ? 0 : int.Parse(range["bytes=".Length..^1], null);
                    context.Response.StatusCode = range is null ? 200 : 206;
                    context.Response.ContentLength64 = bytes.Length - from;
                    await context.Response.OutputStream.WriteAsync(bytes.AsMemory(from));
                    context.Response.Close();
                }
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or SocketException)
            {
                // Closed.
            }
        }
    }
}
