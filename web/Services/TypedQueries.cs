using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http.Extensions;

namespace Matchmaking.Web.Services;

/// <summary>
/// Drops from a page's query what is no value of the parameter's type, such as <c>page=x</c>: the page opens as without it,
/// where the framework would fail.
/// </summary>
internal sealed class TypedQueries(RequestDelegate next)
{
    private readonly ConcurrentDictionary<Type, IReadOnlyDictionary<string, Type>> _typed = new();

    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type is { } page && context.Request.Query is { Count: > 0 } query)
        {
            var typed = _typed.GetOrAdd(page, TypedParametersOf);
            if (query.Any(p => IsWrong(p.Key, p.Value)))
            {
                context.Request.QueryString = new QueryBuilder(query.Where(p => !IsWrong(p.Key, p.Value))).ToQueryString();
            }

            bool IsWrong(string name, string? value) => typed.TryGetValue(name, out var type) && !IsOf(type, value);
        }

        return next(context);
    }

    private static bool IsOf(Type type, string? value) => type switch
    {
        _ when type == typeof(int) => int.TryParse(value, CultureInfo.InvariantCulture, out _),
        _ when type == typeof(bool) => bool.TryParse(value, out _),
        _ when type == typeof(Guid) => Guid.TryParse(value, out _),
        _ => true,
    };

    private static Dictionary<string, Type> TypedParametersOf(Type page) => page
        .GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
        .Select(p => (Property: p, From: p.GetCustomAttribute<SupplyParameterFromQueryAttribute>()))
        .Where(p => p.From is not null)
        .ToDictionary(
            p => p.From!.Name ?? p.Property.Name, p => Nullable.GetUnderlyingType(p.Property.PropertyType) ?? p.Property.PropertyType, StringComparer.OrdinalIgnoreCase);
}
