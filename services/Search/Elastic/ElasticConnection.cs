using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Matchmaking.Search.Index;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Matchmaking.Search.Elastic;

/// <summary>
/// HTTP to the cluster. Every request that the adapter makes may be sent twice, so each is retried; a try that fails goes
/// to the next node. When most fail, a breaker answers at once for a moment instead of letting everybody wait.
/// </summary>
internal sealed class ElasticConnection : IDisposable
{
    private const string Json = "application/json";
    private const string Lines = "application/x-ndjson";
    private const int WriteTimes = 5;
    private const double FirstShare = 0.6;

    private readonly ElasticSettings _settings;
    private readonly HttpClient _client;
    private readonly ResiliencePipeline<Answer> _reading;
    private readonly ResiliencePipeline<Answer> _writing;
    private int _node;

    public ElasticConnection(ElasticSettings settings)
    {
        _settings = settings;
        _client = new HttpClient(new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectTimeout = TimeSpan.FromSeconds(2),
            AutomaticDecompression = DecompressionMethods.GZip,
        })
        {
            // The pipelines below say how long.
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.Authorization = settings switch
        {
            { ApiKey.Length: > 0 } => new AuthenticationHeaderValue("ApiKey", settings.ApiKey),
            { Username.Length: > 0 } => new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.Username}:{settings.Password}"))),
            _ => null,
        };
        var breaker = new ResiliencePipelineBuilder<Answer>().AddCircuitBreaker(new CircuitBreakerStrategyOptions<Answer>
        {
            FailureRatio = 0.5,
            // Three that hang make nobody else wait.
            MinimumThroughput = 3,
            SamplingDuration = TimeSpan.FromSeconds(10),
            BreakDuration = TimeSpan.FromSeconds(2),
            // A node that is asked to slow down works.
            ShouldHandle = Failures().HandleResult(a => a.Status is 502 or 503 or 504),
        }).Build();
        // A person waits for what is read: one limit for all tries, of which one that hangs leaves time for another node.
        _reading = new ResiliencePipelineBuilder<Answer>()
            .AddTimeout(settings.Timeout)
            .AddPipeline(Build(breaker, retries: 2, TimeSpan.FromMilliseconds(150), settings.Timeout * FirstShare))
            .Build();
        _writing = Build(breaker, retries: 3, TimeSpan.FromMilliseconds(400), settings.Timeout * WriteTimes);
    }

    /// <summary>Asks for something, by GET, or by POST where there is a body.</summary>
    public Task<JsonElement> ReadAsync(string path, JsonNode? body, CancellationToken cancellation) =>
        SendAsync(_reading, body is null ? HttpMethod.Get : HttpMethod.Post, path, BytesOf(body), Json, cancellation);

    /// <summary>Changes something.</summary>
    public Task<JsonElement> WriteAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellation) =>
        SendAsync(_writing, method, path, BytesOf(body), Json, cancellation);

    /// <summary>Sends newline-delimited JSON.</summary>
    public Task<JsonElement> WriteLinesAsync(string path, ReadOnlyMemory<byte> lines, CancellationToken cancellation) =>
        SendAsync(_writing, HttpMethod.Post, path, lines, Lines, cancellation);

    public void Dispose() => _client.Dispose();

    private static PredicateBuilder<Answer> Failures() => new PredicateBuilder<Answer>()
        .Handle<HttpRequestException>().Handle<IOException>().Handle<TimeoutRejectedException>();

    private static ResiliencePipeline<Answer> Build(ResiliencePipeline<Answer> breaker, int retries, TimeSpan delay, TimeSpan timeout) =>
        new ResiliencePipelineBuilder<Answer>()
            .AddRetry(new RetryStrategyOptions<Answer>
            {
                MaxRetryAttempts = retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = delay,
                ShouldHandle = Failures().HandleResult(a => a.IsPassing),
            })
            .AddPipeline(breaker)
            .AddTimeout(timeout)
            .Build();

    private static ReadOnlyMemory<byte> BytesOf(JsonNode? body) => body is null ? default : JsonSerializer.SerializeToUtf8Bytes(body);

    private async Task<JsonElement> SendAsync(
        ResiliencePipeline<Answer> pipeline, HttpMethod method, string path, ReadOnlyMemory<byte> body, string type, CancellationToken cancellation)
    {
        Answer answer;
        try
        {
            answer = await pipeline.ExecuteAsync(token => TryAsync(method, path, body, type, token), cancellation);
        }
        catch (BrokenCircuitException exception)
        {
            throw new SearchUnavailableException("Elasticsearch failed several times in a row", exception);
        }
        catch (TimeoutRejectedException exception)
        {
            throw new SearchUnavailableException("Elasticsearch does not answer in time", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new SearchUnavailableException($"Elasticsearch cannot be reached: {exception.Message}", exception);
        }

        return Judge(answer, method, path);
    }

    private async ValueTask<Answer> TryAsync(
        HttpMethod method, string path, ReadOnlyMemory<byte> body, string type, CancellationToken cancellation)
    {
        var node = Volatile.Read(ref _node);
        var passed = false;
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(_settings.Nodes[node % _settings.Nodes.Count], path));
            if (!body.IsEmpty)
            {
                request.Content = new ReadOnlyMemoryContent(body);
                request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
            }

            using var response = await _client.SendAsync(request, cancellation);
            var answer = new Answer((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellation));
            passed = answer.Status is not (502 or 503 or 504);
            return answer;
        }
        finally
        {
            if (!passed)
            {
                Interlocked.CompareExchange(ref _node, (node + 1) % _settings.Nodes.Count, node);
            }
        }
    }

    private static JsonElement Judge(Answer answer, HttpMethod method, string path)
    {
        JsonElement content;
        try
        {
            content = answer.Body.Length == 0 ? default : JsonElement.Parse(answer.Body);
        }
        catch (JsonException exception)
        {
            throw new SearchUnavailableException($"What answers with {answer.Status} is not Elasticsearch", exception);
        }

        if (answer.Status is >= 200 and < 300)
        {
            return content;
        }

        var (error, reason) = ElasticException.Read(content);
        if (answer.IsPassing || error == ElasticException.Blocked)
        {
            throw new SearchUnavailableException($"Elasticsearch answers {answer.Status}: {reason}");
        }

        if (answer.Status is 401 or 403)
        {
            throw new SearchUnavailableException($"Elasticsearch refuses the account of Search:Elasticsearch: {reason}");
        }

        throw new ElasticException(answer.Status, error, $"Elasticsearch answers {answer.Status} to {method} {path}: {reason}");
    }

    private readonly record struct Answer(int Status, byte[] Body)
    {
        /// <summary>Another try may succeed.</summary>
        public bool IsPassing => Status is 429 or 502 or 503 or 504;
    }
}

/// <summary>The cluster understood and says no.</summary>
internal sealed class ElasticException(int status, string type, string message) : Exception(message)
{
    /// <summary>Type of the error where an index or the cluster takes no writes.</summary>
    public const string Blocked = "cluster_block_exception";

    /// <summary>HTTP status.</summary>
    public int Status => status;

    /// <summary>Elasticsearch's name of the error.</summary>
    public string Type => type;

    /// <summary>Type and reason in a body, or in an item of <c>_bulk</c>.</summary>
    public static (string Type, string Reason) Read(JsonElement content)
    {
        if (content.ValueKind != JsonValueKind.Object || !content.TryGetProperty("error", out var error))
        {
            return ("", "no reason given");
        }

        return error.ValueKind == JsonValueKind.Object
            ? (Text(error, "type"), Text(error, "reason"))
            : ("", error.ToString());

        static string Text(JsonElement error, string name) =>
            error.TryGetProperty(name, out var value) ? value.ToString() : "";
    }
}
