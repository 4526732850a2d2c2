using System.Diagnostics;
using Matchmaking.Contracts;
using Matchmaking.Messaging.Faults;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Polly;

namespace Matchmaking.Hosting;

/// <summary>A failure with a stable code and a message for the user; becomes problem details (RFC 9457).</summary>
public sealed class ProblemException : Exception
{
    private ProblemException(int status, string code, LocalText text, IReadOnlyList<FieldFault>? faults = null)
        : base(text.En)
    {
        Status = status;
        Code = code;
        Text = text;
        Faults = faults ?? [];
    }

    /// <summary>HTTP status.</summary>
    public int Status { get; }

    /// <summary>Stable code, such as <c>version-conflict</c>.</summary>
    public string Code { get; }

    /// <summary>What is wrong and what to do.</summary>
    public LocalText Text { get; }

    /// <summary>When another try makes sense.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>Faults of single fields.</summary>
    public IReadOnlyList<FieldFault> Faults { get; }

    /// <summary>404: not there, or not for this reader; the two look alike on purpose.</summary>
    public static ProblemException NotFound(string zh, string en) => new(404, "not-found", new(zh, en));

    /// <summary>403: signed in, but not allowed.</summary>
    public static ProblemException Forbidden(string zh, string en) => new(403, "forbidden", new(zh, en));

    /// <summary>409: a rule of the life cycle or of the domain forbids it now.</summary>
    public static ProblemException Rule(string code, string zh, string en) => new(409, code, new(zh, en));

    /// <summary>409: somebody else changed it meanwhile.</summary>
    public static ProblemException Conflict() => new(
        409, "version-conflict",
        new("这条记录在别处改过了。您刚写的还在本页，请先核对再保存；刷新会丢失。", "This record was changed elsewhere. What you wrote is still on this page: check it before you save; reloading loses it."));

    /// <summary>400: the request as a whole is wrong.</summary>
    public static ProblemException BadRequest(string code, string zh, string en) => new(400, code, new(zh, en));

    /// <summary>415: the body is of a kind that no endpoint reads.</summary>
    public static ProblemException MediaType() => new(
        415, "media-type", new("请求内容应为 JSON，请把 Content-Type 设为 application/json", "The body must be JSON. Set Content-Type to application/json"));

    /// <summary>503: something that this needs is away for now.</summary>
    /// <param name="again">When to try again; the answer's Retry-After.</param>
    public static ProblemException Unavailable(string code, string zh, string en, TimeSpan again) =>
        new(503, code, new(zh, en)) { RetryAfter = again };

    /// <summary>400: fields are wrong.</summary>
    public static ProblemException Invalid(IReadOnlyList<FieldFault> faults) => new(
        400, "invalid",
        faults.Count <= FieldFaults.MostOfAnswer
            ? new($"有 {faults.Count} 处需要修改", $"{faults.Count} things need a change")
            : new($"有 {faults.Count} 处需要修改，先列出 {FieldFaults.MostOfAnswer} 处", $"{faults.Count} things need a change; the first {FieldFaults.MostOfAnswer} are listed"),
        faults);

    /// <summary>400: one field is wrong.</summary>
    public static ProblemException Invalid(string field, string zh, string en) => Invalid([new FieldFault(field, new(zh, en))]);
}

internal static partial class ProblemsExtensions
{
    public static void AddProblems(this IHostApplicationBuilder builder)
    {
        builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
        {
            var problem = context.ProblemDetails;
            problem.Extensions.TryAdd("code", CodeOf(problem.Status));
            problem.Extensions["traceId"] = Activity.Current?.TraceId.ToString() ?? context.HttpContext.TraceIdentifier;
            if (problem.Detail is null && TextOf(problem.Status) is { } text)
            {
                problem.Detail = text.In(context.HttpContext.Language());
            }
        });
        builder.Services.AddExceptionHandler<ProblemHandler>();
        builder.Services.ConfigureHttpJsonOptions(options =>
        {
            JsonDefaults.Apply(options.SerializerOptions);
            RequestJson.Apply(options.SerializerOptions);
        });
        // A bad body must be a problem with a field name in every environment, not an exception page in one of them.
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
    }

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            // What became problem details was said by who made them.
            SuppressDiagnosticsCallback = c => c.ExceptionHandledBy == ExceptionHandledType.ExceptionHandlerService,
        });
        app.UseWhen(
            context => Machines.Any(p => context.Request.Path.StartsWithSegments(p)),
            api => api.UseStatusCodePages());
    }

    // What programs ask for, also through the web app: an answer without a body gets one.
    private static readonly string[] Machines = ["/api", "/connect", "/openapi", "/.well-known"];

    private static string CodeOf(int? status) => status switch
    {
        400 => "bad-request",
        401 => "unauthenticated",
        403 => "forbidden",
        404 => "not-found",
        405 => "method-not-allowed",
        409 => "conflict",
        413 => "too-large",
        415 => "media-type",
        429 => "too-many-requests",
        502 or 503 or 504 => "unavailable",
        _ => "internal",
    };

    private static LocalText? TextOf(int? status) => status switch
    {
        401 => new("请先登录", "Please sign in"),
        403 => new("您的账号没有这项权限", "Your account is not allowed to do this"),
        404 => new("没有找到，或不对您公开", "Not found, or not open to you"),
        429 => new("操作太频繁，请稍候再试", "Too many requests. Please wait a moment"),
        500 => new("系统没能完成这一步，内容没有丢失，请稍后重试；如仍不行，请把编号告诉管理员", "The system could not do this. Please try again later, or give the trace number to the operator"),
        502 or 503 or 504 => new("这项服务暂时连接不上，请稍后重试", "This service cannot be reached for the moment. Please try again later"),
        _ => null,
    };

    private sealed partial class ProblemHandler(IProblemDetailsService problems, ILogger<ProblemHandler> logger) : IExceptionHandler
    {
        private const string RetrySeconds = "5";

        public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
        {
            if (exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
            {
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
                return true;
            }

            if (IsNoText(exception))
            {
                exception = ProblemException.BadRequest("no-text", "内容里有不能保存的控制字符，请删去后重试", "The content holds control characters that cannot be stored. Remove them and try again");
            }
            else if (!context.Request.Path.StartsWithSegments("/api"))
            {
                return false;
            }

            var details = Describe(exception, context.Language());
            if (details.Status == 503 && exception is not ProblemException)
            {
                LogAway(exception, context.Request.Method, context.Request.Path);
                context.Response.Headers.RetryAfter = RetrySeconds;
            }
            else if (details.Status == 500)
            {
                LogUnhandled(exception, System.Diagnostics.Activity.Current?.Id ?? context.TraceIdentifier, context.Request.Method, context.Request.Path);
            }

            if (exception is ProblemException { RetryAfter: { } again })
            {
                context.Response.Headers.RetryAfter = ((int)Math.Ceiling(again.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
            }

            context.Response.StatusCode = details.Status!.Value;
            return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = details });
        }

        // PostgreSQL takes no U+0000. Queries and JSON are cleared of it before, forms may bring it here.
        private static bool IsNoText(Exception exception) =>
            exception is PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire } || (exception.InnerException is { } inner && IsNoText(inner));

        private static ProblemDetails Describe(Exception exception, string language)
        {
            switch (exception)
            {
                case ProblemException problem:
                    var details = new ProblemDetails { Status = problem.Status, Detail = FieldFaults.Cut(problem.Text.In(language)) };
                    details.Extensions["code"] = problem.Code;
                    if (problem.Faults.Count > 0)
                    {
                        details.Extensions["errors"] = FieldFaults.ByField(problem.Faults.Take(FieldFaults.MostOfAnswer), language);
                    }

                    return details;
                case DbUpdateConcurrencyException:
                    return Describe(ProblemException.Conflict(), language);
                case BadHttpRequestException bad:
                    return new ProblemDetails
                    {
                        Status = bad.StatusCode,
                        Detail = new LocalText("请求内容的格式不对，请检查字段和取值：", "The request could not be read: ").In(language)
                            + FieldFaults.Cut(bad.InnerException?.Message ?? bad.Message),
                    };
                case var _ when DatabaseFaults.IsPassing(exception):
                    var away = new ProblemDetails
                    {
                        Status = 503,
                        Detail = new LocalText("数据库暂时连不上或太忙，这一步没有办成，请稍后重试", "The database cannot be reached or is too busy. This was not done; please try again later").In(language),
                    };
                    away.Extensions["code"] = "database-unavailable";
                    return away;
                case HttpRequestException or ExecutionRejectedException:
                    return new ProblemDetails { Status = 503 };
                default:
                    return new ProblemDetails { Status = 500 };
            }
        }

        [LoggerMessage(Level = LogLevel.Error, Message = "What {Method} {Path} needs is away")]
        private partial void LogAway(Exception exception, string method, string path);

        [LoggerMessage(Level = LogLevel.Error, Message = "Unhandled exception {TraceId} at {Method} {Path}")]
        private partial void LogUnhandled(Exception exception, string traceId, string method, string path);
    }
}
