using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Codes;
using Matchmaking.Contracts.Records;
using Matchmaking.Search.Index;

namespace Matchmaking.Search.Batch;

/// <summary>A collection of needs, achievements and experts read from files, with judgements where there are any.</summary>
internal sealed class JudgedCollection
{
    private static readonly JsonDocumentOptions OneOfEach = new() { AllowDuplicateProperties = false };

    private readonly List<string> _faults = [];

    public List<(string Key, SearchDocument Document)> Needs { get; } = [];

    public List<(string Key, SearchDocument Document)> Providers { get; } = [];

    /// <summary>Grades by need, then by document.</summary>
    public Dictionary<string, Dictionary<string, int>> Judgements { get; } = [];

    /// <summary>One line a fault, naming file, line and field.</summary>
    public IReadOnlyList<string> Faults => _faults;

    public static JudgedCollection Read(string folder)
    {
        var collection = new JudgedCollection();
        collection.ReadAll(name => Path.Combine(folder, name), path => File.Exists(path) ? File.ReadLines(path) : null);
        if (collection.Providers.Count == 0 && collection._faults.Count == 0)
        {
            collection._faults.Add($"{folder}: neither achievements.jsonl nor experts.jsonl holds a record");
        }

        return collection;
    }

    /// <summary>The collections that come with the product: the judged records of the demo district.</summary>
    public static JudgedCollection Shipped()
    {
        var collection = new JudgedCollection();
        foreach (var domain in new[] { "auto", "chem" })
        {
            collection.ReadAll(name => $"judged/{domain}/{name}", Embedded);
        }

        return collection._faults.Count == 0 ? collection : throw new InvalidOperationException(string.Join('\n', collection._faults));
    }

    private static IEnumerable<string>? Embedded(string name)
    {
        using var reader = new StreamReader(typeof(JudgedCollection).Assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
        return reader.ReadToEnd().Split('\n').Select(l => l.TrimEnd('\r')).Where(l => l.Length > 0).ToList();
    }

    private void ReadAll(Func<string, string> path, Func<string, IEnumerable<string>?> lines)
    {
        ReadFile(path("needs.jsonl"), lines, RecordKind.Need, required: true);
        ReadFile(path("achievements.jsonl"), lines, RecordKind.Achievement, required: false);
        ReadFile(path("experts.jsonl"), lines, RecordKind.Expert, required: false);
        ReadJudgements(path("qrels.tsv"), lines);
    }

    private void ReadFile(string path, Func<string, IEnumerable<string>?> open, RecordKind kind, bool required)
    {
        if (open(path) is not { } lines)
        {
            if (required)
            {
                _faults.Add($"{path}: the file is missing");
            }

            return;
        }

        var keys = new HashSet<string>();
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (line.Length == 0)
            {
                continue;
            }

            try
            {
                var row = JsonNode.Parse(line, documentOptions: OneOfEach) as JsonObject ?? throw new JsonException("it is another kind of value");
                var key = Text(row, "id", path, number, required: true);
                if (key.Any(char.IsWhiteSpace))
                {
                    _faults.Add($"{path}:{number}: id: '{key}' holds white space, which separates the columns of a run");
                }
                else if (key.Length > 0 && !keys.Add(key))
                {
                    _faults.Add($"{path}:{number}: id: '{key}' stands twice");
                }

                (kind == RecordKind.Need ? Needs : Providers).Add((key, Document(row, kind, key, path, number)));
            }
            catch (JsonException exception)
            {
                _faults.Add($"{path}:{number}: not a JSON object: {exception.Message}");
            }
        }
    }

    private SearchDocument Document(JsonObject row, RecordKind kind, string key, string path, int line)
    {
        List<SearchText> texts = [];
        var keywords = Keywords(row, path, line);
        void Add(string field, double weight, bool required = false)
        {
            AddText(field, Text(row, field, path, line, required), weight);
        }

        void AddText(string field, string text, double weight)
        {
            if (text.Length > 0)
            {
                texts.Add(new(field, text, Disclosure.L0, weight));
            }
        }

        switch (kind)
        {
            case RecordKind.Need:
                Add("title", 1, required: true);
                Add("description", 1, required: true);
                break;
            case RecordKind.Achievement:
                Add("title", 1, required: true);
                Add("abstract", 1, required: true);
                AddText("keywords", string.Join('、', keywords), 1);
                break;
            case RecordKind.Expert:
                Add("title", 1);
                Add("discipline", 1);
                Add("profile", 1, required: true);
                AddText("keywords", string.Join('、', keywords), 1);
                break;
        }

        return new SearchDocument
        {
            Kind = kind,
            // From the key, so that ties fall the same way in every run.
            Id = new Guid(MD5.HashData(Encoding.UTF8.GetBytes($"{kind}/{key}"))),
            Version = 1,
            Visible = true,
            Level = Disclosure.L0,
            OrganisationId = Guid.NewGuid(),
            OrganisationName = key,
            Named = false,
            AuthorId = Guid.Empty,
            Number = key,
            Status = "published",
            Title = texts.FirstOrDefault(t => t.Name == "title")?.Text ?? "",
            Texts = texts,
            Keywords = keywords,
            Field = Text(row, "field", path, line, required: false) is { Length: > 0 } name
                ? CodeList.Of("fields").Codes.FirstOrDefault(c => c.Text.Zh == name)?.Value
                : null,
        };
    }

    private IReadOnlyList<string> Keywords(JsonObject row, string path, int line)
    {
        switch (row["keywords"])
        {
            case null:
                return [];
            case JsonArray list when list.All(i => i is JsonValue value && value.TryGetValue<string>(out _)):
                return [.. list.Select(i => i!.GetValue<string>())];
            default:
                _faults.Add($"{path}:{line}: keywords: expected a list of texts");
                return [];
        }
    }

    private string Text(JsonObject row, string field, string path, int line, bool required)
    {
        if (row[field] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0)
        {
            return text;
        }

        if (required)
        {
            _faults.Add($"{path}:{line}: {field}: a text is required");
        }
        else if (row[field] is { } other && !(other is JsonValue empty && empty.TryGetValue<string>(out _)))
        {
            _faults.Add($"{path}:{line}: {field}: expected a text");
        }

        return "";
    }

    private void ReadJudgements(string path, Func<string, IEnumerable<string>?> open)
    {
        if (open(path) is not { } lines)
        {
            return;
        }

        var number = 0;
        foreach (var line in lines)
        {
            number++;
            var parts = line.Split('\t');
            if (parts.Length != 3 || !int.TryParse(parts[2], out var grade) || grade is < 0 or > 3)
            {
                _faults.Add($"{path}:{number}: expected needId<TAB>docId<TAB>grade with a grade from 0 to 3");
                continue;
            }

            if (!Judgements.TryGetValue(parts[0], out var grades))
            {
                Judgements[parts[0]] = grades = [];
            }

            grades[parts[1]] = grade;
        }
    }
}
