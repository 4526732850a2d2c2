using System.Linq.Expressions;
using Matchmaking.Hosting;

namespace Matchmaking.Records.Features;

internal static class RecordFilters
{
    /// <summary>A filter on the status enum by camel-case names, one or several joined by commas.</summary>
    /// <exception cref="ProblemException">There is no such status.</exception>
    public static Expression<Func<TRecord, bool>> StatusIs<TRecord>(string names)
    {
        var record = Expression.Parameter(typeof(TRecord), "r");
        var property = Expression.Property(record, "Status");
        var any = names.Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(name => Parse(property.Type, name))
            // A condition each: the same name a thousand times would nest a thousand deep.
            .Distinct()
            .Select(status => (Expression)Expression.Equal(property, Expression.Constant(status, property.Type)))
            .DefaultIfEmpty(Expression.Constant(true))
            .Aggregate(Expression.OrElse);
        return Expression.Lambda<Func<TRecord, bool>>(any, record);
    }

    private static object Parse(Type status, string name) =>
        Enum.TryParse(status, name, ignoreCase: true, out var value) && !int.TryParse(name, out _)
            ? value!
            : throw ProblemException.Invalid("status", $"没有“{name}”这个状态", $"There is no status '{name}'");
}
