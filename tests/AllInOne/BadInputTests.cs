using System.Text.Json.Nodes;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Achievements;
using Matchmaking.Contracts.Experts;
using Matchmaking.Contracts.Needs;
using Matchmaking.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Matchmaking.AllInOne.Tests;

/// <summary>Whatever is sent, the answer says in the reader's language what is wrong, and nothing is written.</summary>
public sealed class BadInputTests(Portal portal)
{
    private const int TooLong = 20_000;

    /// <summary>Answer the same whatever the address, so that nobody learns which ones have an account.</summary>
    private static readonly string[] NeverRefuse = ["identity.forgot-password", "identity.resend-confirmation"];

    /// <summary>What is refused while reading a body, before any check of the service.</summary>
    private static readonly string[] Unreadable = ["", "null", "[]", "\"text\"", "7", "{", "{\"a\":", "\u0001"];

    private int _asked;

    [Fact]
    public async Task Every_write_refuses_bodies_that_are_none()
    {
        var targets = new Targets(portal);
        await targets.PrepareAsync();
        List<string> faults = [];
        foreach (var endpoint in portal.Endpoints.Where(e => Endpoint.Body(e) is not null))
        {
            foreach (var body in Unreadable)
            {
                await TryAsync(faults, endpoint, targets.PathOf(endpoint), body, body, 400);
            }

            Judge(
                faults, $"{Endpoint.Name(endpoint)}: plain text",
                await portal.SendAsync(ReaderOf(endpoint), Endpoint.Method(endpoint), targets.PathOf(endpoint), "{}", Language(), media: "text/plain"), 415);
        }

        Expect(faults);
    }

    [Theory]
    [InlineData("GET", "/api/nothing")]
    [InlineData("POST", "/api/nothing/here")]
    [InlineData("DELETE", "/api/needs/no-guid")]
    [InlineData("PUT", "/api/search/")]
    [InlineData("PATCH", "/api/needs/mine")]
    public async Task An_address_that_no_service_has_is_a_problem_and_not_a_page(string method, string path)
    {
        List<string> faults = [];
        foreach (var reader in new[] { Readers.Visitor, Readers.Enterprise })
        {
            Judge(faults, path, await portal.SendAsync(reader, method, path, method == "GET" ? null : "{}", Language()), 404);
        }

        Expect(faults);
    }

    [Fact]
    public async Task Every_property_refuses_values_of_another_kind()
    {
        var targets = new Targets(portal);
        await targets.PrepareAsync();
        await portal.SettleAsync();
        List<string> faults = [];
        var before = await RowsAsync();
        foreach (var endpoint in portal.Endpoints.Where(e => Endpoint.Body(e) is not null && !NeverRefuse.Contains(Endpoint.Name(e))))
        {
            var sample = Endpoint.Sample(Endpoint.Body(endpoint)!);
            foreach (var (path, type, _) in Endpoint.Places(Endpoint.Body(endpoint)!).Where(p => p.Path.Length <= 2))
            {
                foreach (var (what, value) in Wrong(type))
                {
                    await TryAsync(faults, endpoint, targets.PathOf(endpoint), $"{string.Join('.', path)} {what}", With(sample, path, value), 400, 404, 409);
                }
            }
        }

        Expect(faults);
        Assert.Equal(before, await RowsAsync());
        // One more wrong password of this account, in any other test, would lock it.
        await portal.SendAsync(Readers.Operator, "POST", $"/api/identity/accounts/{Readers.Admin.Account}/unlock");
    }

    public static TheoryData<string> Kinds => ["needs", "achievements", "experts"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_draft_refuses_every_value_past_a_fields_limit(string service)
    {
        var (author, content) = Complete(service);
        var id = await portal.RecordAsync(service, author, content);
        var version = (await portal.GetAsync(author, $"/api/{service}/{id}"))["version"]!.GetValue<long>();
        await portal.SettleAsync();
        var before = await RowsAsync();
        List<string> faults = [];
        foreach (var (path, type, field) in Endpoint.Places(Type(service)))
        {
            foreach (var (what, value) in PastLimits(type, field))
            {
                var body = $$"""{"content":{{With(content, path, value)}},"version":{{version}}}""";
                var answer = await portal.SendAsync(author, "PUT", $"/api/{service}/{id}", body, Language());
                Judge(faults, $"{service} {string.Join('.', path)} {what}", answer, 400);
            }
        }

        Expect(faults);
        Assert.Equal(before, await RowsAsync());
        Assert.Equal(version, (await portal.GetAsync(author, $"/api/{service}/{id}"))["version"]!.GetValue<long>());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_draft_takes_nulls_as_nothing_and_a_submission_asks_for_what_is_missing(string service)
    {
        var (author, content) = Complete(service);
        foreach (var (path, _, _) in Endpoint.Places(Type(service)))
        {
            var made = await portal.SendAsync(author, "POST", $"/api/{service}/", With(content, path, "null"));
            if (made.Status == 400)
            {
                continue; // a value that cannot be absent, such as a yes or no
            }

            var record = made.Expect(201, $"{service} without {path[0]}");
            var submitted = await portal.SendAsync(
                author, "POST", $"/api/{service}/{record["id"]}/moves",
                new JsonObject { ["verb"] = "submit", ["version"] = record["version"]!.GetValue<long>() }.ToJsonString());
            Assert.True(submitted.Status is 200 or 400, $"{service} without {path[0]}: {submitted.Status} {submitted.Body}");
            if (submitted.Status == 200)
            {
                var review = await portal.SendAsync(Readers.Organizer, "GET", $"/api/{service}/{record["id"]}/review");
                Assert.True(review.Status == 200 || service == "experts", $"review of {service} without {path[0]}: {review.Status} {review.Body}");
                await portal.SendAsync(Readers.Organizer, "POST", $"/api/{service}/{record["id"]}/moves",
                    new JsonObject { ["verb"] = "reject", ["version"] = submitted.Json["version"]!.GetValue<long>(), ["reason"] = "测试" }.ToJsonString());
            }
            else
            {
                Assert.Equal(204, (await portal.SendAsync(author, "DELETE", $"/api/{service}/{record["id"]}")).Status);
            }
        }
    }

    [Fact]
    public async Task Rows_of_a_list_inside_a_form_are_checked_too()
    {
        List<string> faults = [];
        foreach (var (what, row) in new (string, string)[]
        {
            ("long current", $$"""{"name":"寿命","current":"{{new string('x', TooLong)}}","target":"9","unit":"h","testMethod":"台架","mandatory":true}"""),
            ("long unit", $$"""{"name":"寿命","current":"1","target":"9","unit":"{{new string('x', TooLong)}}","testMethod":"台架","mandatory":true}"""),
            ("long name", $$"""{"name":"{{new string('x', TooLong)}}","current":"1","target":"9","unit":"h","testMethod":"台架","mandatory":true}"""),
        })
        {
            var answer = await portal.SendAsync(Readers.Enterprise, "POST", "/api/needs/", $$"""{"title":"量","indicators":[{{row}}]}""", Language());
            Judge(faults, "indicators " + what, answer, 400);
        }

        foreach (var (what, row) in new (string, string)[]
        {
            ("unknown kind", """{"kind":"no-such","number":"1","status":"granted","owner":"校","encumbered":false}"""),
            ("unknown status", """{"kind":"invention","number":"1","status":"no-such","owner":"校","encumbered":false}"""),
            ("long number", $$"""{"kind":"invention","number":"{{new string('1', TooLong)}}","status":"granted","owner":"校","encumbered":false}"""),
            ("long owner", $$"""{"kind":"invention","number":"1","status":"granted","owner":"{{new string('校', TooLong)}}","encumbered":false}"""),
        })
        {
            var answer = await portal.SendAsync(Readers.Liaison, "POST", "/api/achievements/", $$"""{"title":"果","ip":[{{row}}]}""", Language());
            Judge(faults, "ip " + what, answer, 400);
        }

        // Rows with holes are a draft's right, and no reason to fail later.
        var made = await portal.PostAsync(Readers.Enterprise, "/api/needs/", JsonNode.Parse("""{"title":"空行","indicators":[{}]}""")!);
        var submit = await portal.SendAsync(Readers.Enterprise, "POST", $"/api/needs/{made["id"]}/moves", """{"verb":"submit","version":1}""");
        Judge(faults, "submit with an empty indicator", submit, 400);
        if ((await portal.SendAsync(Readers.Enterprise, "GET", $"/api/needs/{made["id"]}/review")).Status != 200)
        {
            faults.Add("a need with an empty indicator cannot be looked through");
        }

        Expect(faults);
    }

    [Fact]
    public async Task Queries_are_checked()
    {
        List<string> faults = [];
        foreach (var path in new[]
        {
            "/api/search/?kind=nothing", "/api/search/?field=nothing", "/api/search/?mode=nothing", "/api/search/?minTrl=99", "/api/search/?minTrl=x",
            "/api/search/?page=0", "/api/search/?page=x", "/api/search/?size=0", "/api/search/?size=101", "/api/search/?size=99999999999999",
            "/api/search/?q=" + new string('x', 501), "/api/search/suggestions/nothing/" + Guid.NewGuid(), "/api/needs/mine?status=nothing", "/api/needs/mine?status=7",
            "/api/cooperation/interests?box=nothing", "/api/cooperation/interests?status=nothing", "/api/cooperation/interests?status=77", "/api/cooperation/interests?itemId=x",
        })
        {
            Judge(faults, path, await portal.SendAsync(Readers.Enterprise, "GET", path, null, Language()), 400);
        }

        foreach (var path in new[] { "/api/needs/changes?after=x", "/api/needs/changes?after=1.2", "/api/needs/changes?after=-5." + Guid.Empty.ToString("N"), "/api/identity/changes?after=x" })
        {
            Judge(faults, path, await portal.SendAsync(Readers.Service, "GET", path, null, Language()), 400);
        }

        // Nothing to find is no fault.
        foreach (var q in new[] { "%00", "%01%02", "*", "\"", "((", "AND OR NOT", "\\", "%F0%9F%98%80", "的", "+-!(){}[]^~?:" })
        {
            var answer = await portal.SendAsync(Readers.Enterprise, "GET", "/api/search/?q=" + (q.StartsWith('%') ? q : Uri.EscapeDataString(q)));
            if (answer.Status != 200)
            {
                faults.Add($"q={q}: {answer.Status}");
            }
        }

        Expect(faults);
    }

    [Fact]
    public async Task No_page_is_longer_than_the_ceiling()
    {
        var targets = new Targets(portal);
        await targets.PrepareAsync();
        var lists = portal.Endpoints.Where(Endpoint.HasPages).ToList();
        Assert.True(lists.Count >= 15);
        List<string> faults = [];
        foreach (var endpoint in lists)
        {
            foreach (var query in new[] { "size=101", "size=0", "size=-1", "size=all", "page=0", "page=501", "size=100&page=101", "size=1&page=10001", "page=2147483647", "page=2147483648" })
            {
                var answer = await portal.SendAsync(ReaderOf(endpoint), "GET", $"{targets.PathOf(endpoint)}?{query}", null, Language());
                Judge(faults, $"{Endpoint.Name(endpoint)}?{query}", answer, 400);
            }

            var whole = await portal.SendAsync(ReaderOf(endpoint), "GET", targets.PathOf(endpoint) + "?size=100&page=1");
            if (whole.Status != 200)
            {
                faults.Add($"{Endpoint.Name(endpoint)}: a page of 100 gave {whole.Status}");
            }
        }

        Expect(faults);
    }

    private static (Reader Author, JsonObject Content) Complete(string service) => service switch
    {
        "needs" => (Readers.Enterprise, Contents.Need("l0", "qzbad")),
        "achievements" => (Readers.Liaison, Contents.Achievement("l0", "qzbad")),
        _ => (Readers.Expert, Contents.Expert("l0", "qzbad")),
    };

    private static Type Type(string service) => service switch
    {
        "needs" => typeof(NeedContent),
        "achievements" => typeof(AchievementContent),
        _ => typeof(ExpertContent),
    };

    // Somebody who is let in, so that it is the body that is refused.
    private static Reader ReaderOf(RouteEndpoint endpoint) => Endpoint.Name(endpoint) switch
    {
        var name when name.Contains(".ops.", StringComparison.Ordinal) => Readers.Operator,
        "identity.accounts" or "identity.lock-account" or "identity.unlock-account" => Readers.Operator,
        "identity.organisations" or "identity.approve-organisation" or "identity.reject-organisation" or "identity.suspend-organisation"
            or "identity.correct-organisation" or "identity.flag-organisation" or "identity.review-organisation" or "identity.audit" => Readers.Organizer,
        var name when name.StartsWith("identity.", StringComparison.Ordinal) => Readers.Admin,
        "search.market-partners" => Readers.Phd,
        var name when name.EndsWith(".all", StringComparison.Ordinal) || name.EndsWith(".review.queue", StringComparison.Ordinal) => Readers.Organizer,
        var name when name.StartsWith("achievements.", StringComparison.Ordinal) => Readers.Liaison,
        var name when name.StartsWith("experts.", StringComparison.Ordinal) => Readers.Expert,
        var name when name.EndsWith(".changes", StringComparison.Ordinal) => Readers.Service,
        _ => Readers.Enterprise,
    };

    private static IEnumerable<(string What, string Value)> Wrong(Type type)
    {
        if (type == typeof(string))
        {
            yield return ("as a number", "7");
            yield return ("as an object", "{}");
            yield return ("with control characters", "\"a\\u0000b\\u0007\"");
            yield return ("with half a character", "\"a\\ud800b\"");
            yield return ("far too long", $"\"{new string('x', TooLong)}\"");
        }
        else if (type.IsEnum)
        {
            yield return ("of an unknown name", "\"no-such\"");
            yield return ("as an unknown number", "77");
        }
        else if (Endpoint.ItemOf(type) is not null)
        {
            yield return ("as a text", "\"text\"");
            yield return ("of the wrong things", "[[[]]]");
        }
        else if (type.IsClass)
        {
            yield return ("as a text", "\"text\"");
            yield return ("as null", "null");
        }
        else if (type == typeof(bool))
        {
            yield return ("as a number", "7");
        }
        else
        {
            yield return ("as a text", "\"text\"");
            yield return ("huge", "1e999");
            yield return ("as an object", "{}");
        }
    }

    private static IEnumerable<(string What, string Value)> PastLimits(Type type, FieldAttribute? field)
    {
        foreach (var wrong in Wrong(type).Where(w => w.What != "as null"))
        {
            yield return wrong;
        }

        var item = Endpoint.ItemOf(type);
        if (type == typeof(string) && field?.Codes is not null)
        {
            yield return ("of no code", "\"no-such-code\"");
        }
        else if (type == typeof(string))
        {
            yield return ("one too long", $"\"{new string('长', field!.Max + 1)}\"");
        }
        else if (type == typeof(int) || type == typeof(double))
        {
            yield return ("one too much", (field!.Max + 1).ToString(null, null));
            yield return ("one too little", (field.Min - 1).ToString(null, null));
            yield return ("as large as numbers get", "1e308");
        }
        else if (item == typeof(string))
        {
            var most = field!.MaxItems > 0 ? field.MaxItems : 50;
            var one = field.Codes is { } list ? Contracts.Codes.CodeList.Of(list).Codes[0].Value : "词";
            yield return ("one item too many", "[" + string.Join(',', Enumerable.Repeat($"\"{one}\"", most + 1)) + "]");
            yield return ("with a long item", $"[\"{new string('长', Math.Max(field.Max, 1) + 1)}\"]");
            yield return ("with a control character", "[\"\\u0001\"]");
            if (field.Codes is not null)
            {
                yield return ("with no code", "[\"no-such-code\"]");
            }
        }
    }

    private static string With(JsonNode sample, string[] path, string value)
    {
        var copy = sample.DeepClone();
        var at = copy;
        foreach (var step in path[..^1])
        {
            at = at[step] is JsonObject inner ? inner : (at[step] = new JsonObject());
        }

        at[path[^1]] = "@@";
        return copy.ToJsonString().Replace("\"@@\"", value, StringComparison.Ordinal);
    }

    private async Task TryAsync(List<string> faults, RouteEndpoint endpoint, string path, string what, string body, params int[] allowed) =>
        Judge(faults, $"{Endpoint.Name(endpoint)}: {what}", await portal.SendAsync(ReaderOf(endpoint), Endpoint.Method(endpoint), path, body, Language()), allowed);

    private string Language() => _asked++ % 2 == 0 ? "zh-CN" : "en";

    private void Judge(List<string> faults, string what, Answer answer, params int[] allowed)
    {
        var english = _asked % 2 == 0; // the language of the call just made
        if (!allowed.Contains(answer.Status))
        {
            faults.Add($"{Short(what)}: {answer.Status} {Short(answer.Body)}");
            return;
        }

        var problem = answer.Media == "application/problem+json" ? answer.Json : null;
        var detail = (string?)problem?["detail"] ?? "";
        if (problem is null || string.IsNullOrEmpty((string?)problem["code"]) || string.IsNullOrEmpty((string?)problem["traceId"])
            || (int?)problem["status"] != answer.Status || detail.Length == 0)
        {
            faults.Add($"{Short(what)}: not a whole problem: {Short(answer.Body)}");
        }
        else if (detail.Any(c => c is >= '\u4e00' and <= '\u9fff') == english)
        {
            faults.Add($"{Short(what)}: detail in the wrong language: {detail}");
        }
    }

    private static string Short(string text) => text.Length <= 160 ? text : text[..160] + "…";

    private static void Expect(List<string> faults) =>
        Assert.True(faults.Count == 0, $"{faults.Count} faults:\n" + string.Join('\n', faults.Take(80)));

    // Rows of everything that users write, without what records refusals on purpose.
    private async Task<string> RowsAsync()
    {
        await using var scope = portal.Services.CreateAsyncScope();
        List<string> counts = [];
        foreach (var (service, type) in scope.ServiceProvider.GetServices<MigratedContext>())
        {
            var db = (DbContext)scope.ServiceProvider.GetRequiredService(type);
            string[] tables = service switch
            {
                "identity" => ["organisations", "invitations", "integrations"],
                "cooperation" => ["interests", "idempotency_keys"],
                "needs" or "achievements" or "experts" => ["records", "history", "idempotency_keys"],
                _ => [],
            };
            foreach (var table in tables)
            {
#pragma warning disable EF1002 // names from the list above
                counts.Add($"{service}.{table} {(await db.Database.SqlQueryRaw<int>($"SELECT COUNT(*) AS \"Value\" FROM {table}").ToListAsync()).Single()}");
#pragma warning restore EF1002
            }
        }

        return string.Join('\n', counts);
    }
}
