using System.Diagnostics;
using System.Net;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;

namespace Matchmaking.AllInOne.Tests;

/// <summary>Sends extreme values to everything that answers, and notes what answered with a failure, with too much or not at all.</summary>
internal sealed class Sweep(Portal portal)
{
    private const int MostBytes = 1024 * 1024;

    // Only to end what hangs: a busy machine is slow, too.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private static readonly Reader[] Roles =
        [Readers.Visitor, Readers.Enterprise, Readers.Liaison, Readers.Expert, Readers.Organizer, Readers.Operator, Readers.Admin, Readers.Service];

    private readonly List<string> _faults = [];
    private readonly HashSet<(JsonNode Owner, object Name)> _tried = [];
    private (TimeSpan Time, string What) _slowest;
    private int _asked;

    /// <summary>Every operation of the OpenAPI documents; leaves no account and no setting as it was.</summary>
    public static Task OperationsAsync(Portal portal) => RunAsync(portal, s => s.OperationsAsync());

    /// <summary>Every page, and what leads from one to another.</summary>
    public static Task PagesAsync(Portal portal) => RunAsync(portal, s => s.PagesAsync());

    private static async Task RunAsync(Portal portal, Func<Sweep, Task> work)
    {
        var sweep = new Sweep(portal);
        await work(sweep);
        var told = $"{sweep._asked} requests, the slowest took {sweep._slowest.Time.TotalSeconds:0.0} s: {sweep._slowest.What}";
        TestContext.Current.TestOutputHelper?.WriteLine(told);
        Assert.True(sweep._faults.Count == 0, $"{sweep._faults.Count} faults in {told}\n" + string.Join('\n', sweep._faults.Take(100)));
    }

    private async Task OperationsAsync()
    {
        var targets = new Targets(portal);
        if (portal.HasDemo)
        {
            await targets.PrepareAsync();
        }

        var endpoints = portal.Endpoints.ToLookup(Endpoint.Name);
        foreach (var operation in await ApiOperation.AllAsync(portal))
        {
            var endpoint = endpoints[operation.Name].First();
            var path = portal.HasDemo ? targets.PathOf(endpoint) : Filled(operation, p => p.In == "query" ? "" : p.Format == "uuid" ? Guid.Empty.ToString() : "need").Split('?')[0];
            var sample = (portal.HasDemo ? targets.BodyOf(endpoint) : operation.Sample())?.ToJsonString();
            List<Reader> letIn = [];
            foreach (var reader in Roles)
            {
                if ((await AskAsync(reader, operation.Method, path, sample))?.Status is not (null or 401 or 403 or 404))
                {
                    letIn.Add(reader);
                    if (operation.Method != "GET")
                    {
                        await TwiceAsync(reader, operation, path, sample);
                    }
                }

                // At once, since each alone is refused for itself.
                for (var k = 0; k < 2; k++)
                {
                    await AskAsync(
                        reader, operation.Method, Filled(operation, p => Extremes.Parameter(p.Type, p.Format)[k]) + "&page=2147483647&size=-1",
                        operation.Body is null ? null : Extremes.Bodies[k]);
                }
            }

            var insider = letIn.FirstOrDefault(Readers.Organizer);
            await ParametersAsync(insider, operation, path);
            await BodiesAsync(insider, operation, path);
        }
    }

    private async Task PagesAsync()
    {
        Dictionary<string, Session> people = [];
        foreach (var name in portal.HasDemo ? new[] { "", "enterprise", "liaison", "expert", "bureau", "operator" } : [""])
        {
            people.Add(name, name.Length == 0 ? new Session(portal) : await Session.SignInAsync(portal, name));
        }

        foreach (var page in portal.Pages)
        {
            var type = page.Metadata.GetMetadata<ComponentTypeMetadata>()!.Type;
            var parameters = type.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
                .Select(p => (Property: p, From: p.GetCustomAttribute<SupplyParameterFromQueryAttribute>())).Where(p => p.From is not null)
                .Select(p => (Name: p.From!.Name ?? p.Property.Name, Type: Nullable.GetUnderlyingType(p.Property.PropertyType) ?? p.Property.PropertyType)).ToList();
            var path = Endpoint.Path(page);
            var owner = path.Split('/') switch
            {
                [_, "office", ..] => "bureau",
                [_, "ops", ..] => "operator",
                [_, "work", "achievements", ..] => "liaison",
                [_, "work", "experts", ..] => "expert",
                [_, "work", ..] => "enterprise",
                _ => "",
            };
            var insider = people.GetValueOrDefault(owner, people[""]);
            foreach (var session in people.Values)
            {
                await OpenAsync(session, Routed(path, Guid.Empty.ToString()) + "?" + string.Join('&', parameters.Select(p => $"{p.Name}={ValuesOf(p.Type)[1]}")));
            }

            foreach (var value in path.Contains('{') ? Extremes.Parameter(null, null).Where(v => v.Length > 0) : [])
            {
                await OpenAsync(insider, Routed(path, value));
            }

            foreach (var (name, kind) in parameters)
            {
                foreach (var value in ValuesOf(kind))
                {
                    await OpenAsync(insider, $"{Routed(path, Guid.Empty.ToString())}?{name}={value}");
                }
            }
        }

        foreach (var text in Extremes.Parameter(null, null).Append("%2f%e4%b8%ad").Append("%2f%00").Append("%2f%0d%0aX-Injected:%201").Append("%2fa%20b"))
        {
            foreach (var address in new[] { "/language?to=en&from=", "/language?from=%2f&to=", "/sign-in?returnUrl=", "/account/login?returnUrl=%2fconnect%2f", "/connect/authorize?client_id=", "/open?id=", "/nothing/", "/assets/" })
            {
                await OpenAsync(people[""], address + text);
                await OpenAsync(people.GetValueOrDefault("enterprise", people[""]), address + text);
            }

            foreach (var form in new[] { "/connect/sign-in", "/connect/two-factor", "/connect/token" })
            {
                var value = Uri.UnescapeDataString(text);
                await NoteAsync($"POST {form} {text}", () => people[""].PostAsync(
                    form, ("email", value), ("password", value), ("returnUrl", value), ("code", value), ("grant_type", "refresh_token"), ("client_id", "web"), ("refresh_token", value)));
            }
        }

        foreach (var session in people.Values)
        {
            session.Dispose();
        }
    }

    private async Task ParametersAsync(Reader reader, ApiOperation operation, string path)
    {
        foreach (var parameter in operation.Parameters)
        {
            foreach (var value in Extremes.Parameter(parameter.Type, parameter.Format))
            {
                if (parameter.In == "query")
                {
                    await AskAsync(reader, operation.Method, $"{path}{(path.Contains('?') ? '&' : '?')}{parameter.Name}={value}", operation.Sample()?.ToJsonString());
                }
                else if (value.Length > 0)
                {
                    await AskAsync(
                        reader, operation.Method, Filled(operation, p => p == parameter ? value : p.In == "query" ? "" : p.Format == "uuid" ? Guid.Empty.ToString() : "need"),
                        operation.Sample()?.ToJsonString());
                }
            }
        }
    }

    private async Task BodiesAsync(Reader reader, ApiOperation operation, string path)
    {
        if (operation.Body is null)
        {
            return;
        }

        foreach (var body in Extremes.Bodies)
        {
            await AskAsync(reader, operation.Method, path, body);
        }

        // A form that several operations take is tried at the first of them.
        foreach (var (place, schema, _) in operation.Places().Where(p => _tried.Add((p.Owner, p.Place[^1]))).ToList())
        {
            foreach (var value in Extremes.Value(schema))
            {
                await AskAsync(reader, operation.Method, path, operation.With(place, value));
            }
        }
    }

    // A write with a key answers, and answers again in the same words.
    private async Task TwiceAsync(Reader reader, ApiOperation operation, string path, string? body)
    {
        var key = Guid.NewGuid().ToString();
        var (first, second) = (await AskAsync(reader, operation.Method, path, body, key), await AskAsync(reader, operation.Method, path, body, key));
        if (first is not null && second?.Replayed == true && first with { Replayed = true } != second)
        {
            Note($"{operation.Method} {path} as {reader.Name}: {first.Status} {Short(first.Body)} was replayed as {second.Status} {Short(second.Body)}");
        }
    }

    private async Task<Answer?> AskAsync(Reader reader, string method, string path, string? body, string? key = null)
    {
        var what = $"{method} {Short(path)} as {reader.Name}: {Short(body ?? "")}";
        var start = Stopwatch.GetTimestamp();
        try
        {
            var answer = await portal.SendAsync(reader, method, path, body, key: key).WaitAsync(Longest);
            Judge(what, start, answer.Status, answer.Body, injected: false);
            return answer;
        }
        catch (Exception exception) when (exception is HttpRequestException or TimeoutException)
        {
            Note($"{what}: {exception.Message}");
            return null;
        }
    }

    private Task OpenAsync(Session session, string path) => NoteAsync("GET " + Short(path), () => session.GetAsync(path));

    private async Task NoteAsync(string what, Func<Task<HttpResponseMessage>> ask)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            using var answer = await ask().WaitAsync(Longest);
            Judge(what, start, (int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.Contains("X-Injected"));
        }
        catch (Exception exception) when (exception is HttpRequestException or TimeoutException)
        {
            Note($"{what}: {exception.Message}");
        }
    }

    private void Judge(string what, long start, int status, string body, bool injected)
    {
        _asked++;
        var took = Stopwatch.GetElapsedTime(start);
        if (took > _slowest.Time)
        {
            _slowest = (took, what);
        }

        if (status >= (int)HttpStatusCode.InternalServerError || body.Length > MostBytes || injected)
        {
            Note($"{what}: {status}, {body.Length} characters: {Short(body)}");
        }
    }

    private void Note(string fault)
    {
        _faults.Add(fault);
        TestContext.Current.TestOutputHelper?.WriteLine(fault);
    }

    private static string Filled(ApiOperation operation, Func<ApiParameter, string> value) =>
        operation.Parameters.Where(p => p.In == "path").Aggregate(operation.Path, (path, p) => path.Replace($"{{{p.Name}}}", value(p), StringComparison.Ordinal))
        + "?" + string.Join('&', operation.Parameters.Where(p => p.In == "query").Select(p => $"{p.Name}={value(p)}"));

    private static string Routed(string path, string value) =>
        string.Join('/', path.Split('/').Select(s => s.StartsWith('{') ? s.StartsWith("{segment", StringComparison.Ordinal) ? "needs" : value : s));

    private static IReadOnlyList<string> ValuesOf(Type type) => Extremes.Parameter(
        type == typeof(int) || type == typeof(long) || type == typeof(double) ? "integer" : type == typeof(bool) ? "boolean" : null,
        type == typeof(Guid) ? "uuid" : type == typeof(DateOnly) || type == typeof(DateTime) ? "date" : null);

    private static string Short(string text) => text.Length <= 160 ? text : text[..160] + "…";
}
