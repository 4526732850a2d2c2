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

    /// <summary>Rows of a list that can be paged to: who looks for something further down narrows the list instead.</summary>
    public const int MostRows = 10_000;

    /// <summary>How many pages can be opened; 1 for an empty list.</summary>
    public int Count => CountOf(Total, Size);

    /// <summary>How many pages of a list can be opened; 1 for an empty one.</summary>
    public static int CountOf(int total, int size) => Math.Clamp((total + size - 1) / size, 1, MostRows / size);
}
