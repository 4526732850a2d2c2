namespace Matchmaking.Contracts;

/// <summary>One page of a list.</summary>
/// <param name="Items">The rows of this page, in the order asked for.</param>
/// <param name="Total">How many rows the whole list has.</param>
/// <param name="Number">The page's number, from 1.</param>
/// <param name="Size">Rows a page, 1 to <see cref="MaxSize"/>.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, int Total, int Number, int Size)
{
    /// <summary>No list serves more rows at once than this.</summary>
    public const int MaxSize = 100;

    /// <summary>How many pages there are; 1 for an empty list.</summary>
    public int Count => Math.Max(1, (Total + Size - 1) / Size);
}
