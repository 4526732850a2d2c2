using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Matchmaking.Contracts;
using Matchmaking.Hosting;
using Microsoft.AspNetCore.Authentication;

namespace Matchmaking.Web.Services;

/// <summary>A service answered with a problem.</summary>
/// <param name="Status">HTTP status; 0 where the service could not be reached.</param>
/// <param name="Code">Stable code of the problem.</param>
/// <param name="Errors">Messages by field.</param>
/// <param name="TraceId">Number to give to support.</param>
public sealed class ApiException(
    int status, string code, string message, IReadOnlyDictionary<string, string[]> errors, string? traceId) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public IReadOnlyDictionary<string, string[]> Errors { get; } = errors;

    public string? TraceId { get; } = traceId;

    public bool IsMissing => Status == 404;

    /// <summary>The service, or what it needs, does not answer for now.</summary>
    public bool IsAway => Status is 0 or >= 500;
}

/// <summary>
/// The one way from a page to a service: HTTP in both hostings, with the reader's token and language. Failures become
/// <see cref="ApiException"/> with the service's own words.
/// </summary>
public sealed class Api(
    IHttpClientFactory clients, IHttpContextAccessor accessor, SessionCheck sessions, Texts texts, HostedModules modules, IConfiguration configuration)
{
    private const double DefaultReadSeconds = 2.5;
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(3);

    private static readonly IReadOnlyDictionary<string, string[]> NoErrors = new Dictionary<string, string[]>();

    // A page asks a service that did not answer no second time: it would wait again.
    private readonly ConcurrentDictionary<string, ApiException> _away = [];

    private readonly ConcurrentDictionary<string, bool> _missed = [];

    /// <summary>A part of the page had to do without a service.</summary>
    public event Action? Missed;

    /// <summary>Services that parts of this page do without.</summary>
    public IEnumerable<string> Missing => ServiceNames.All.Where(_missed.ContainsKey);

    /// <summary>Reads.</summary>
    /// <param name="service">Name of the service.</param>
    /// <param name="path">Path below <c>/api/&lt;service&gt;/</c>, with its query.</param>
    /// <exception cref="ApiException">The service refused or could not be reached.</exception>
    public async Task<T> GetAsync<T>(string service, string path) =>
        (await SendAsync<T>(service, HttpMethod.Get, path, null))!;

    /// <summary>Reads, with null for a record that is not there or not open to the reader.</summary>
    public async Task<T?> FindAsync<T>(string service, string path) where T : class
    {
        try
        {
            return await GetAsync<T>(service, path);
        }
        catch (ApiException missing) when (missing.IsMissing)
        {
            return null;
        }
    }

    /// <summary>Reads, with a fallback where the service fails: for parts of a page that others can do without.</summary>
    public async Task<T> GetOrAsync<T>(string service, string path, T fallback)
    {
        try
        {
            return await GetAsync<T>(service, path);
        }
        catch (ApiException exception)
        {
            if (exception.IsAway && _missed.TryAdd(service, true))
            {
                Missed?.Invoke();
            }

            return fallback;
        }
    }

    /// <summary>What is not well in the processes of the services, a line each; each process is asked once.</summary>
    public async Task<IReadOnlyList<string>> UnwellAsync()
    {
        var processes = ServiceNames.All.Select(s => clients.CreateClient(Http.ClientName(s))).DistinctBy(c => c.BaseAddress!.Authority);
        return [.. (await Task.WhenAll(processes.Select(UnwellAsync))).SelectMany(l => l)];
    }

    private async Task<IReadOnlyList<string>> UnwellAsync(HttpClient client)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(accessor.HttpContext!.RequestAborted);
            limit.CancelAfter(LongestLook);
            using var response = await client.GetAsync(new Uri("/health", UriKind.Relative), limit.Token);
            // The word for probes first; after an empty line what is well.
            return [.. (await response.Content.ReadAsStringAsync(limit.Token)).Split('\n').TakeWhile(l => l.Length > 0).Skip(1)];
        }
        catch (Exception exception) when (exception is HttpRequestException or Polly.ExecutionRejectedException or OperationCanceledException)
        {
            // Said as a service that cannot be reached.
            return [];
        }
    }

    /// <param name="key">With the same one again, the first answer is given again.</param>
    public async Task<T> PostAsync<T>(string service, string path, object? body = null, Guid? key = null) =>
        (await SendAsync<T>(service, HttpMethod.Post, path, body, key))!;

    public Task PostAsync(string service, string path, object? body = null) =>
        SendAsync<JsonElement>(service, HttpMethod.Post, path, body);

    public async Task<T> PutAsync<T>(string service, string path, object body) =>
        (await SendAsync<T>(service, HttpMethod.Put, path, body))!;

    public Task PutAsync(string service, string path, object body) =>
        SendAsync<JsonElement>(service, HttpMethod.Put, path, body);

    public Task DeleteAsync(string service, string path) =>
        SendAsync<JsonElement>(service, HttpMethod.Delete, path, null);

    private async Task<T?> SendAsync<T>(string service, HttpMethod method, string path, object? body, Guid? key = null)
    {
        var context = accessor.HttpContext!;
        var reads = method == HttpMethod.Get;
        if (reads && _away.TryGetValue(service, out var away))
        {
            throw away;
        }

        using var request = new HttpRequestMessage(method, path.TrimStart('/'));
        var token = await context.GetTokenAsync(WebAuth.CookieScheme, "access_token");
        request.UseToken(token);
        request.UseCaller(context);
        request.Headers.AcceptLanguage.Add(new StringWithQualityHeaderValue(texts.Language));
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key.ToString());
        }

        if (body is not null)
        {
            request.Content = JsonContent.Create(body, body.GetType(), options: JsonDefaults.Options);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        if (reads && !modules.Has(service))
        {
            limit.CancelAfter(TimeSpan.FromSeconds(configuration.GetValue("Pages:ReadSeconds", DefaultReadSeconds)));
        }

        try
        {
            using var response = await clients.CreateClient(Http.ClientName(service)).SendAsync(request, limit.Token);
            if (!response.IsSuccessStatusCode)
            {
                if (response.StatusCode == HttpStatusCode.Unauthorized && token is not null)
                {
                    sessions.Doubt(token);
                }

                throw await ReadProblemAsync(response);
            }

            return response.StatusCode == HttpStatusCode.NoContent || response.Content.Headers.ContentLength == 0
                ? default
                : await response.Content.ReadFromJsonAsync<T>(JsonDefaults.Options, limit.Token);
        }
        catch (Exception exception) when (exception is HttpRequestException or Polly.ExecutionRejectedException
            || (exception is OperationCanceledException && !context.RequestAborted.IsCancellationRequested))
        {
            throw Away(new ApiException(0, "unreachable", texts["这项服务暂时连接不上，请稍后重试；您填写的内容没有丢失"], NoErrors, context.TraceIdentifier));
        }
        catch (ApiException exception) when (exception.Status == 503)
        {
            throw Away(exception);
        }

        ApiException Away(ApiException exception) => reads ? _away.GetOrAdd(service, exception) : exception;
    }

    private async Task<ApiException> ReadProblemAsync(HttpResponseMessage response)
    {
        Problem? problem = null;
        try
        {
            problem = await response.Content.ReadFromJsonAsync<Problem>(JsonDefaults.Options);
        }
        catch (JsonException)
        {
            // A proxy's page instead of problem details: the status alone must do.
        }

        return new ApiException(
            (int)response.StatusCode, problem?.Code ?? "internal",
            problem?.Detail ?? texts["这一步没有完成，请稍后重试"], problem?.Errors ?? NoErrors, problem?.TraceId);
    }

    private sealed record Problem(string? Code, string? Detail, string? TraceId, Dictionary<string, string[]>? Errors);
}
