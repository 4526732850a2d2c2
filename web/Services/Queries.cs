using Microsoft.AspNetCore.Http.Extensions;

namespace Matchmaking.Web.Services;

/// <summary>Addresses of the same list with another filter: filters live in the address so that it can be sent on.</summary>
public static class Queries
{
    /// <summary>This page's address with one value replaced, or dropped where it is null.</summary>
    public static string With(HttpRequest request, string name, string? value)
    {
        var query = new QueryBuilder();
        foreach (var (key, values) in request.Query.Where(p => p.Key != name && p.Key is not ("refresh" or "done" or "count") && (name == "page" || p.Key != "page")))
        {
            query.Add(key, values.Where(v => v is not null).Select(v => v!));
        }

        if (value is not null)
        {
            query.Add(name, value);
        }

        return request.Path + query.ToString();
    }

    /// <summary>A query string of the values that are there.</summary>
    public static string Of(params IEnumerable<(string Name, object? Value)> values)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in values)
        {
            if (value?.ToString() is { Length: > 0 } text)
            {
                query.Add(name, text);
            }
        }

        return query.ToString();
    }
}
