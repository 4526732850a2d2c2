using System.Text;
using Microsoft.AspNetCore.Mvc;

namespace Matchmaking.Hosting;

/// <summary>An answer written out whole before it leaves, whatever kind of result it was, so that it can be given again.</summary>
internal sealed record RenderedAnswer(int Status, string? ContentType, string? Location, byte[] Body, bool Replayed = false)
{
    // The largest batch answers with less; a keeper of answers is no store of documents.
    private const int MostBytes = 128 * 1024;
    private const string Json = "application/json; charset=utf-8";
    private const string Problem = "application/problem+json";

    /// <summary>Whether it is small enough to be kept, and of the one kind that is.</summary>
    public bool IsKept => Body.Length <= MostBytes && (Body.Length == 0 || ContentType == TypeOf(Status));

    /// <summary>Executes an endpoint's result without sending anything.</summary>
    public static async Task<RenderedAnswer> OfAsync(HttpContext http, object? result)
    {
        var response = http.Response;
        var sent = response.Body;
        using var buffer = new MemoryStream();
        response.Body = buffer;
        try
        {
            await (result as IResult ?? TypedResults.Json(result)).ExecuteAsync(http);
            if (response.StatusCode >= StatusCodes.Status400BadRequest && buffer.Length == 0 && response.ContentType is null)
            {
                // Later it would be given a text with another trace number each time.
                await http.RequestServices.GetRequiredService<IProblemDetailsService>()
                    .TryWriteAsync(new() { HttpContext = http, ProblemDetails = new ProblemDetails { Status = response.StatusCode } });
            }

            await response.BodyWriter.FlushAsync();
        }
        finally
        {
            response.Body = sent;
        }

        return new(response.StatusCode, response.ContentType, response.Headers.Location, buffer.ToArray());
    }

    public static RenderedAnswer Of(IdempotencyKey row) => new(
        row.StatusCode, row.Body is null ? null : TypeOf(row.StatusCode), row.Location, Encoding.UTF8.GetBytes(row.Body ?? ""), Replayed: true);

    public async Task WriteAsync(HttpContext http)
    {
        var response = http.Response;
        response.StatusCode = Status;
        if (Replayed)
        {
            response.Headers["Idempotent-Replay"] = "true";
        }

        if (Location is not null)
        {
            response.Headers.Location = Location;
        }

        if (Body.Length > 0)
        {
            response.ContentType = ContentType;
            response.ContentLength = Body.Length;
            await response.Body.WriteAsync(Body, http.RequestAborted);
        }
    }

    private static string TypeOf(int status) => status < StatusCodes.Status400BadRequest ? Json : Problem;
}
