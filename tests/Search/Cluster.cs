using System.Text.Json;
using System.Text.Json.Nodes;
using Matchmaking.Search.Elastic;

namespace Matchmaking.Search.Tests;

/// <summary>What tests do to a cluster behind the adapter's back.</summary>
internal static class Cluster
{
    /// <summary>Deletes all indices of a test.</summary>
    public static async Task DeleteAsync(ElasticSettings settings)
    {
        using var connection = new ElasticConnection(settings);
        foreach (var index in await IndicesAsync(settings))
        {
            await connection.WriteAsync(HttpMethod.Delete, index, null, default);
        }
    }

    /// <summary>Names of a test's indices.</summary>
    public static async Task<List<string>> IndicesAsync(ElasticSettings settings)
    {
        using var connection = new ElasticConnection(settings);
        return [.. (await connection.ReadAsync($"{settings.Index}*/_alias", null, default)).EnumerateObject().Select(i => i.Name)];
    }

    /// <summary>Sends something.</summary>
    public static async Task<JsonElement> SendAsync(ElasticSettings settings, HttpMethod method, string path, string? body = null)
    {
        using var connection = new ElasticConnection(settings);
        return await connection.WriteAsync(method, path, body is null ? null : JsonNode.Parse(body), default);
    }
}
