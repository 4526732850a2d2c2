using System.Collections.Frozen;
using System.Text.Json;
using System.Text.RegularExpressions;
using Matchmaking.Contracts;

namespace Matchmaking.Notifications.Mail;

/// <summary>Mail texts, data in <c>Mail/templates.json</c>: subject and body in both languages with {name} placeholders.</summary>
internal sealed partial class MailTemplates
{
    private readonly FrozenDictionary<string, Template> _templates = Load();

    /// <summary>Names of all templates.</summary>
    public IEnumerable<string> Names => _templates.Keys;

    /// <summary>Fills a template.</summary>
    /// <exception cref="KeyNotFoundException">There is no such template.</exception>
    public (string Subject, string Body) Fill(string name, string language, IReadOnlyDictionary<string, string> values)
    {
        var template = _templates[name];
        return (Fill(template.Subject.In(language), values), Fill(template.Body.In(language), values));
    }

    private static string Fill(string text, IReadOnlyDictionary<string, string> values) =>
        Placeholder().Replace(text, match => values.GetValueOrDefault(match.Groups[1].Value, ""));

    private static FrozenDictionary<string, Template> Load()
    {
        using var stream = typeof(MailTemplates).Assembly.GetManifestResourceStream("templates.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, Template>>(stream, JsonSerializerOptions.Web)!.ToFrozenDictionary();
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();

    private sealed record Template(LocalText Subject, LocalText Body);
}
