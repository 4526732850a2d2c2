using System.Text.Json;
using System.Text.Json.Nodes;
using Matchmaking.Search.Index;

namespace Matchmaking.Search.Elastic;

/// <summary>
/// Indices <c>&lt;prefix&gt;-&lt;name&gt;</c> of a cluster; the alias <c>&lt;prefix&gt;</c> is the current one. Several
/// processes may use it: a switch of the alias is one for all of them.
/// </summary>
internal sealed class ElasticEngine(ElasticSettings settings, IndexFormat format, TimeProvider time) : IIndexEngine, IDisposable
{
    public const string EngineName = "elasticsearch";

    private readonly ElasticConnection _connection = new(settings);

    public string Name => EngineName;

    private string Alias => settings.Index;

    public Task<OpenedIndex> OpenAsync(CancellationToken cancellation) => GuardAsync(async () =>
    {
        var current = await IndicesAsync(Alias, cancellation);
        if (current.Count == 0)
        {
            var first = await CreateAsync(cancellation);
            await MakeCurrentAsync(first, cancellation);
            current = [first.Name];
        }

        foreach (var left in (await IndicesAsync(Alias + "-*", cancellation)).Where(i => IsOurs(i) && !current.Contains(i)))
        {
            // What a rebuild left that was killed, or the old index of one that was killed after its switch.
            await DeleteAsync(left, cancellation);
        }

        var outdated = current is not [var only] || !IsOurs(only) || !format.Fits(Ending(only)) || !await FitsAsync(only, cancellation);
        return new OpenedIndex(new ElasticIndex(_connection, current[0], Alias, format.Dimensions, outdated), outdated);
    });

    public Task<IEngineIndex> CreateAsync(CancellationToken cancellation) => GuardAsync(async () =>
    {
        var name = $"{Alias}-{format.NewName(time)}";
        var alias = FillAlias(name);
        try
        {
            await _connection.WriteAsync(HttpMethod.Put, name, ElasticMapping.Index(settings.Shards, format.Dimensions, alias), cancellation);
        }
        catch (ElasticException exception) when (exception.Type == "resource_already_exists_exception")
        {
            // An earlier try was cut off after it had worked.
        }

        return (IEngineIndex)new ElasticIndex(_connection, name, alias, format.Dimensions);
    });

    public Task MakeCurrentAsync(IEngineIndex index, CancellationToken cancellation) => GuardAsync(async () =>
    {
        // An index of the alias's name is none of ours: somebody wrote to it while there was no alias.
        var intruder = (await IndicesAsync(Alias, cancellation)).Contains(Alias);
        await _connection.WriteAsync(
            HttpMethod.Post, "_aliases",
            new JsonObject
            {
                ["actions"] = new JsonArray(
                    intruder
                        ? new JsonObject { ["remove_index"] = new JsonObject { ["index"] = Alias } }
                        : new JsonObject { ["remove"] = new JsonObject { ["index"] = Alias + "-*", ["alias"] = Alias, ["must_exist"] = false } },
                    new JsonObject { ["add"] = new JsonObject { ["index"] = index.Name, ["alias"] = Alias } }),
            },
            cancellation);
        ((ElasticIndex)index).ReachThrough(Alias);
        return true;
    });

    public Task DeleteAsync(IEngineIndex index, CancellationToken cancellation) => DeleteAsync(index.Name, cancellation);

    public async Task<IReadOnlyDictionary<Guid, long>?> LookAsync(CancellationToken cancellation) =>
        (await IndicesAsync(Alias, cancellation)).Count == 0
            ? null
            : await new ElasticIndex(_connection, Alias, Alias, null, outdated: true).VersionsAsync(cancellation);

    public void Dispose() => _connection.Dispose();

    private static string FillAlias(string index) => index + "-fill";

    private string Ending(string index) => index[(Alias.Length + 1)..];

    private bool IsOurs(string index) =>
        index.StartsWith(Alias + "-", StringComparison.Ordinal) && IndexFormat.IsName(Ending(index));

    // What the cluster says no to here is a matter of its settings, such as a limit on shards; they can change.
    private static async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (ElasticException exception)
        {
            throw new SearchUnavailableException(exception.Message, exception);
        }
    }

    private async Task DeleteAsync(string index, CancellationToken cancellation)
    {
        // A name that an alias has taken over is gone already, and must not be taken for the alias.
        if (!IsOurs(index))
        {
            return;
        }

        try
        {
            await _connection.WriteAsync(HttpMethod.Delete, index, null, cancellation);
        }
        catch (ElasticException exception) when (exception.Status == 404)
        {
            // An earlier try was cut off after it had worked.
        }
    }

    private async Task<List<string>> IndicesAsync(string expression, CancellationToken cancellation)
    {
        try
        {
            return [.. (await _connection.ReadAsync(expression + "/_alias", null, cancellation)).EnumerateObject().Select(i => i.Name).Order()];
        }
        catch (ElasticException exception) when (exception.Status == 404)
        {
            return [];
        }
    }

    private async Task<bool> FitsAsync(string index, CancellationToken cancellation)
    {
        var answer = await _connection.ReadAsync(index + "/_mapping", null, cancellation);
        return answer.TryGetProperty(index, out var found) && ElasticMapping.Fits(found.GetProperty("mappings"), format.Dimensions);
    }
}
