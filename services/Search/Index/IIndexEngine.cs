namespace Matchmaking.Search.Index;

/// <summary>
/// Keeps indices by name, one of them the current one. A name begins with the form of its fields, so that an index of
/// another release is known for what it is.
/// </summary>
internal interface IIndexEngine
{
    /// <summary>Name for people: lucene or elasticsearch.</summary>
    string Name { get; }

    /// <summary>Opens the current index, or makes a first one; deletes what rebuilds that were cut short left behind.</summary>
    /// <exception cref="SearchUnavailableException">The engine is away.</exception>
    Task<OpenedIndex> OpenAsync(CancellationToken cancellation);

    /// <summary>Makes an empty index beside the current one.</summary>
    Task<IEngineIndex> CreateAsync(CancellationToken cancellation);

    /// <summary>Makes the index the one that is opened from now on, at once and for every process.</summary>
    Task MakeCurrentAsync(IEngineIndex index, CancellationToken cancellation);

    /// <summary>Closes and deletes an index that is not the current one.</summary>
    Task DeleteAsync(IEngineIndex index, CancellationToken cancellation);

    /// <summary>Versions of the documents in the current index, for a look from another process; null where there is none.</summary>
    Task<IReadOnlyDictionary<Guid, long>?> LookAsync(CancellationToken cancellation);
}

/// <summary>An index of an engine that keeps several.</summary>
internal interface IEngineIndex : ISearchIndex, IAsyncDisposable
{
    string Name { get; }

    /// <summary>Documents that have a vector of the index's form.</summary>
    Task<IReadOnlySet<Guid>> WithVectorAsync(CancellationToken cancellation);
}

/// <summary>The current index.</summary>
/// <param name="Outdated">Its fields are of another form than this release writes: good for reading until it is made anew.</param>
internal sealed record OpenedIndex(IEngineIndex Index, bool Outdated);
