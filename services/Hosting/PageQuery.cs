using Matchmaking.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Hosting;

/// <summary>Which page of a list; bound from <c>page</c> and <c>size</c> of the query string.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Size">1 to <see cref="Page{T}.MaxSize"/>, 20 unless told.</param>
public sealed record PageQuery(int Number, int Size)
{
    private const int DefaultSize = 20;

    /// <summary>Rows before this page.</summary>
    public int Skip => (Number - 1) * Size;

    /// <summary>Binds from the request.</summary>
    /// <exception cref="ProblemException">A value is not a number or out of range, or the page lies beyond <see cref="Page{T}.MostRows"/>.</exception>
    public static ValueTask<PageQuery> BindAsync(HttpContext context)
    {
        var size = Read(context, "size", DefaultSize, Page<object>.MaxSize);
        var number = Read(context, "page", 1, int.MaxValue);
        var last = Page<object>.MostRows / size;
        return number <= last
            ? ValueTask.FromResult(new PageQuery(number, size))
            : throw ProblemException.BadRequest(
                "page-too-deep",
                $"列表最多看到第 {last} 页（前 {Page<object>.MostRows} 条），不能打开第 {number} 页；请加条件缩小范围，再从第 1 页看起",
                $"A list goes to page {last} (its first {Page<object>.MostRows} rows); page {number} cannot be opened. Narrow the list and start from page 1");
    }

    /// <summary>Runs a query for this page.</summary>
    public async Task<Page<T>> RunAsync<T>(IQueryable<T> query, CancellationToken cancellation) =>
        new(await query.Skip(Skip).Take(Size).ToListAsync(cancellation), await query.CountAsync(cancellation), Number, Size);

    private static int Read(HttpContext context, string name, int fallback, int most)
    {
        var text = context.Request.Query[name].ToString();
        if (text.Length == 0)
        {
            return fallback;
        }

        return int.TryParse(text, out var value) && value >= 1 && value <= most
            ? value
            : throw ProblemException.Invalid(name, $"{name} 应为 1 到 {most} 的整数，现为“{text}”", $"{name} must be a whole number from 1 to {most}, not '{text}'");
    }
}
