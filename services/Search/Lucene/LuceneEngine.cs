using Lucene.Net.Index;
using Lucene.Net.Store;
using Matchmaking.Hosting;
using Matchmaking.Search.Index;
using Directory = System.IO.Directory;

namespace Matchmaking.Search.Lucene;

/// <summary>Lucene indices, each a folder of <c>&lt;data&gt;/index</c>; the file <c>current</c> there names the current one.</summary>
internal sealed partial class LuceneEngine(IConfiguration configuration, IndexFormat format, TimeProvider time, ILogger<LuceneEngine> logger) : IIndexEngine
{
    private const string CurrentFile = "current";

    // Where releases before the file kept the index.
    private const string FirstName = "2";

    public string Name => "lucene";

    private string Root => Path.Combine(configuration.DataPath(), "index");

    public async Task<OpenedIndex> OpenAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(Root);
        var current = await CurrentAsync(cancellation);
        LuceneIndex index;
        if (current is null)
        {
            index = new LuceneIndex(Path.Combine(Root, format.NewName(time)), time, logger);
            await MakeCurrentAsync(index, cancellation);
        }
        else
        {
            index = Open(Path.Combine(Root, current));
        }

        foreach (var left in Directory.EnumerateDirectories(Root).Where(d => Path.GetFileName(d) is var folder && folder != index.Name && IndexFormat.IsName(folder)))
        {
            // What a rebuild left that was killed, or the old index of one that was killed after its switch.
            Directory.Delete(left, recursive: true);
        }

        return new OpenedIndex(index, !format.Fits(index.Name));
    }

    public Task<IEngineIndex> CreateAsync(CancellationToken cancellation) =>
        Task.FromResult<IEngineIndex>(new LuceneIndex(Path.Combine(Root, format.NewName(time)), time, logger));

    public async Task MakeCurrentAsync(IEngineIndex index, CancellationToken cancellation)
    {
        ((LuceneIndex)index).Commit();
        var file = Path.Combine(Root, CurrentFile);
        await File.WriteAllTextAsync(file + ".part", index.Name, cancellation);
        File.Move(file + ".part", file, overwrite: true);
    }

    public async Task DeleteAsync(IEngineIndex index, CancellationToken cancellation)
    {
        await index.DisposeAsync();
        Directory.Delete(((LuceneIndex)index).Folder, recursive: true);
    }

    public async Task<IReadOnlyDictionary<Guid, long>?> LookAsync(CancellationToken cancellation)
    {
        if (await CurrentAsync(cancellation) is not { } name)
        {
            return null;
        }

        // Without the writer's lock, so that the service may run: what it has committed by now.
        using var directory = FSDirectory.Open(Path.Combine(Root, name));
        using var reader = DirectoryReader.Open(directory);
        return LuceneDocuments.Versions(new(reader));
    }

    private async Task<string?> CurrentAsync(CancellationToken cancellation)
    {
        var file = Path.Combine(Root, CurrentFile);
        var name = File.Exists(file) ? (await File.ReadAllTextAsync(file, cancellation)).Trim() : FirstName;
        return IndexFormat.IsName(name) && Directory.Exists(Path.Combine(Root, name)) ? name : null;
    }

    // An index is made from the store: a damaged one is put aside and filled anew rather than keeping the portal down.
    private LuceneIndex Open(string folder)
    {
        try
        {
            return new LuceneIndex(folder, time, logger);
        }
        catch (Exception exception) when (exception is IOException and not LockObtainFailedException or IndexOutOfRangeException or ArgumentException)
        {
            LogDamaged(exception, folder);
            Directory.Move(folder, Path.Combine(Root, $"damaged-{time.GetUtcNow():yyyyMMddHHmmss}"));
            return new LuceneIndex(folder, time, logger);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The index in {Folder} is damaged; it was put aside and is made anew")]
    private partial void LogDamaged(Exception exception, string folder);
}
