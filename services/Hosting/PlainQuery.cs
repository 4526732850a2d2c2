namespace Matchmaking.Hosting;

/// <summary>
/// Drops U+0000 from query strings: nothing that can be asked for has one in it, and PostgreSQL takes it for a fault of its
/// caller. Bodies are read by <see cref="RequestJson"/>, and the server itself refuses such a path.
/// </summary>
internal sealed class PlainQuery(RequestDelegate next)
{
    private const string Nul = "%00";

    public Task InvokeAsync(HttpContext context)
    {
        var query = context.Request.QueryString.Value;
        // Again and again, since taking one out can bring the halves of another together.
        while (query?.Contains(Nul, StringComparison.Ordinal) == true)
        {
            query = query.Replace(Nul, "", StringComparison.Ordinal);
            context.Request.QueryString = new QueryString(query);
        }

        return next(context);
    }
}
