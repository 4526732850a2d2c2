using System.Collections.Frozen;
using System.Text.Json;

namespace Matchmaking.Contracts.Codes;

/// <summary>An official list of codes, read from <c>Codes/&lt;name&gt;.json</c>: an array of <c>{code, zh, en, parent?}</c>.</summary>
public sealed class CodeList
{
    private static readonly FrozenDictionary<string, CodeList> Lists = Load();

    private readonly FrozenDictionary<string, Code> _byCode;

    private CodeList(string name, IReadOnlyList<Code> codes)
    {
        Name = name;
        Codes = codes;
        _byCode = codes.ToFrozenDictionary(c => c.Value);
    }

    /// <summary>The list's name, as fields refer to it.</summary>
    public string Name { get; }

    /// <summary>All codes in the official order.</summary>
    public IReadOnlyList<Code> Codes { get; }

    /// <summary>Names of all lists.</summary>
    public static IEnumerable<string> Names => Lists.Keys;

    /// <summary>The list of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such list.</exception>
    public static CodeList Of(string name) => Lists[name];

    /// <summary>Whether the list has the code.</summary>
    public bool Has(string code) => _byCode.ContainsKey(code);

    /// <summary>The code's name, or the code itself where the list does not have it.</summary>
    public string NameOf(string? code, string language) =>
        code is null ? "" : _byCode.TryGetValue(code, out var found) ? found.Text.In(language) : code;

    private static FrozenDictionary<string, CodeList> Load()
    {
        var assembly = typeof(CodeList).Assembly;
        var lists = new Dictionary<string, CodeList>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".json", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var rows = JsonSerializer.Deserialize<List<Row>>(stream, JsonSerializerOptions.Web)!;
            var name = resource.Split('.')[^2];
            lists[name] = new CodeList(name, [.. rows.Select(r => new Code(r.Code, new LocalText(r.Zh, r.En), r.Parent))]);
        }

        return lists.ToFrozenDictionary();
    }

    private sealed record Row(string Code, string Zh, string En, string? Parent);
}

/// <summary>A code with its name.</summary>
/// <param name="Value">The code as stored.</param>
/// <param name="Text">Its name in both languages.</param>
/// <param name="Parent">The code one level up, in lists with levels.</param>
public sealed record Code(string Value, LocalText Text, string? Parent);
