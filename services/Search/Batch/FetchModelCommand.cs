using System.Net.Http.Headers;
using System.Security.Cryptography;
using Matchmaking.Search.Embedding;

namespace Matchmaking.Search.Batch;

/// <summary>
/// <c>fetch-model [--from URL|DIR] [--to DIR]</c>: brings the embedding model that the platform was measured with, checks
/// it against its pinned SHA-256, goes on where an interrupted download stopped, and puts nothing in place that is not whole.
/// </summary>
internal static class FetchModelCommand
{
    private const string Home = "https://huggingface.co/Xenova/bge-small-zh-v1.5/resolve/main/";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    // bge-small-zh-v1.5 (MIT), dynamically quantised to int8.
    private static readonly ModelFile[] Files =
    [
        new(SentenceEncoder.ModelFile, "onnx/model_quantized.onnx", "15b717c382bcb518ba457b93ea6850ede7f4f1cd8937454aa06972366cd19bcc"),
        new(SentenceEncoder.VocabularyFile, "vocab.txt", "45bbac6b341c319adc98a532532882e91a9cefc0329aa57bac9ae761c27b291c"),
    ];

    /// <returns>0; 2 for bad arguments or where a file cannot be had whole.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        var (from, to) = (Home, "model");
        for (var i = 0; i < args.Length; i += 2)
        {
            switch (args[i])
            {
                case "--from" when i + 1 < args.Length:
                    from = args[i + 1];
                    break;
                case "--to" when i + 1 < args.Length:
                    to = args[i + 1];
                    break;
                default:
                    await output.WriteLineAsync($"fetch-model: '{args[i]}' is not an option with a value; there are --from URL|DIR and --to DIR");
                    return 2;
            }
        }

        Directory.CreateDirectory(to);
        try
        {
            foreach (var file in Files)
            {
                await FetchAsync(file, from, Path.Combine(to, file.Name), output);
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException or InvalidDataException)
        {
            await output.WriteLineAsync(
                $"fetch-model: {exception.Message} Without a network, bring the folder by other means and name it with --from; the search works without a model too.");
            return 2;
        }

        await output.WriteLineAsync($"The model is in {Path.GetFullPath(to)}: set Search:Embedding:Path to it and restart the search service.");
        return 0;
    }

    private static async Task FetchAsync(ModelFile file, string from, string target, TextWriter output)
    {
        if (File.Exists(target) && await HashAsync(target) == file.Sha256)
        {
            await output.WriteLineAsync($"{file.Name} is there already");
            return;
        }

        var part = target + ".part";
        if (Directory.Exists(from))
        {
            File.Copy(Path.Combine(from, file.Name), part, overwrite: true);
        }
        else
        {
            await DownloadAsync(new Uri(new Uri(from.TrimEnd('/') + "/"), file.Path), part, output);
        }

        var hash = await HashAsync(part);
        if (hash != file.Sha256)
        {
            File.Delete(part);
            throw new InvalidDataException($"{file.Name} is not the file it should be: SHA-256 {hash}, expected {file.Sha256}.");
        }

        File.Move(part, target, overwrite: true);
        await output.WriteLineAsync($"{file.Name} checked");
    }

    private static async Task DownloadAsync(Uri address, string part, TextWriter output)
    {
        using var client = new HttpClient { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        var have = File.Exists(part) ? new FileInfo(part).Length : 0;
        if (have > 0)
        {
            request.Headers.Range = new RangeHeaderValue(have, null);
        }

        using var patience = new CancellationTokenSource(Timeout);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        response.EnsureSuccessStatusCode();
        var resumed = response.StatusCode == System.Net.HttpStatusCode.PartialContent;
        await using var target = new FileStream(part, resumed ? FileMode.Append : FileMode.Create);
        await using var source = await response.Content.ReadAsStreamAsync(patience.Token);
        var all = response.Content.Headers.ContentLength + (resumed ? have : 0);
        var buffer = new byte[1 << 16];
        var (done, said) = (resumed ? have : 0L, 0L);
        int read;
        // The time runs anew with every piece that arrives: a slow line is none that hangs.
        while ((read = await source.ReadAsync(buffer, patience.Token)) > 0)
        {
            patience.CancelAfter(Timeout);
            await target.WriteAsync(buffer.AsMemory(0, read), patience.Token);
            done += read;
            if (done - said > 1 << 20)
            {
                said = done;
                await output.WriteLineAsync($"{done >> 20} of {(all is { } length ? $"{length >> 20}" : "?")} MiB");
            }
        }
    }

    private static async Task<string> HashAsync(string path)
    {
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream));
    }

    private sealed record ModelFile(string Name, string Path, string Sha256);
}
