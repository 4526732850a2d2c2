using Matchmaking.Search.Ranking;

namespace Matchmaking.Search.Feedback;

/// <summary>The weights that rank now: the offline ones until what feedback taught has passed the guard.</summary>
internal sealed class BlendProvider
{
    private volatile Blend _current = new();

    /// <summary>As tuned on the development halves.</summary>
    public Blend Offline { get; } = new();

    public Blend Current
    {
        get => _current;
        set => _current = value;
    }
}
