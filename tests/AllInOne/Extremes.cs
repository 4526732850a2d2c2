using System.Text.Json.Nodes;

namespace Matchmaking.AllInOne.Tests;

/// <summary>Values at the edges of what a type can hold and past them, for places that an OpenAPI schema describes.</summary>
internal static class Extremes
{
    private const string Empty = "00000000-0000-0000-0000-000000000000";
    private const string Full = "ffffffff-ffff-ffff-ffff-ffffffffffff";
    private const int Depth = 300;

    private static readonly string[] Dates = ["0001-01-01", "9999-12-31", "10000-01-01", "2026-02-30", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "-1"];
    private static readonly string[] Whole = ["0", "-1", "2147483647", "-2147483648", "9223372036854775807", "99999999999999999999", "1e9", "NaN", "1.5"];

    /// <summary>Texts as a query or a path carries them, escaped.</summary>
    private static readonly string[] Texts =
    [
        "%00", "a%00b", "%0d%0aX-Injected:%201", "%ed%a0%80", "%ff%fe", "%25%5f%5c%27%22%3b--", "..%2f..%2f", "%f0%9f%98%80%e2%80%ae", "*%3f((%5b%7b%5e~", "-5.abc",
        "9999999999999999999.00000000000000000000000000000000", Uri.EscapeDataString(new string('轴', 400)), new string('a', 5000),
    ];

    /// <summary>What stands for one parameter, escaped; the last ones are of no type at all.</summary>
    public static IReadOnlyList<string> Parameter(string? type, string? format) => (type, format) switch
    {
        ("integer" or "number", _) => [.. Whole, .. Texts[..3]],
        ("boolean", _) => ["1", "maybe", "true%00"],
        (_, "uuid") => [Empty, Full, "x", "%00"],
        (_, "date" or "date-time") => [.. Dates, .. Texts[..3]],
        _ => [.. Texts, "", "0001-01-01", Empty],
    };

    /// <summary>What stands for one value of a body, as JSON that need not be any.</summary>
    public static IEnumerable<string> Value(JsonNode schema) => ((string?)schema["type"], (string?)schema["format"]) switch
    {
        ("integer" or "number", _) => ["null", .. Whole.Except(["NaN"]), "1e308", "1e999", "-0.0", "\"x\"", "[]"],
        ("boolean", _) => ["null", "1", "\"true\""],
        ("array", _) => ["null", "{}", "[null]", "[[]]", Nested('[', ']'), "[" + string.Join(',', Enumerable.Repeat("\"x\"", 5000)) + "]"],
        ("string", "uuid") => ["null", $"\"{Empty}\"", $"\"{Full}\"", "\"x\""],
        ("string", "date" or "date-time") => ["null", "7", .. Dates.Select(d => $"\"{d}\"")],
        ("string", _) =>
        [
            "null", "7", "[]", "\"\"", "\"  \"", "\"a\\u0000b\"", "\"a\\ud800b\"", "\"\\udc00\"", "\"\\u202e\\ufeff\\uffff\"", "\"a\\r\\nX-Injected: 1\"", "\"0001-01-01\"",
            $"\"{new string('轴', 60_000)}\"",
        ],
        _ => ["null", "[]", "\"x\"", Nested('[', ']')],
    };

    /// <summary>Bodies that are no object of the wanted kind.</summary>
    public static IReadOnlyList<string> Bodies { get; } = ["", "null", "{}", "[]", "[{}]", "\"x\"", "\u0000", Nested('[', ']'), "{\"a\":" + Nested('[', ']') + "}", "{\"" + new string('k', 100_000) + "\":1}"];

    private static string Nested(char open, char close) => new string(open, Depth) + new string(close, Depth);
}
