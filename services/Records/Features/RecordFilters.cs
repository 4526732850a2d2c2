using System.Linq.Expressions;
using Matchmaking.Hosting;

namespace Matchmaking.Records.Features;

internal static class RecordFilters
{
    /// <summary>A filter on the status enum by its camel-case name.</summary>
    /// <exception cref="ProblemException">There is no such status.</exception>
    public static Expression<Func<TRecord, bool>> StatusIs<TRecord>(string name)
    {
        var record = Expression.Parameter(typeof(TRecord), "r");
        var property = Expression.Property(record, "Status");
        return Enum.TryParse(property.Type, name, ignoreCase: true, out var status) && !int.TryParse(name, out _)
            ? Expression.Lambda<Func<TRecord, bool>>(Expression.Equal(property, Expression.Constant(status, property.Type)), record)
            : throw ProblemException.Invalid("status", $"没有“{name}”这个状态", $"There is no status '{name}'");
    }
}
