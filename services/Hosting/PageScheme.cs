namespace Matchmaking.Hosting;

/// <summary>The authentication scheme of pages; the web module names it, without it everything takes bearer tokens.</summary>
public sealed class PageScheme
{
    public string? Name { get; set; }
}
