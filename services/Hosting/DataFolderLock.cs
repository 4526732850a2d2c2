namespace Matchmaking.Hosting;

/// <summary>Work that must be done before any database is opened.</summary>
public interface IBeforeDatabases
{
    Task RunAsync(CancellationToken cancellation);
}

/// <summary>
/// One process a data folder: a second one would take the first one's claims and rewrite its clients. The operating
/// system lets go of the lock when the process dies, however it dies.
/// </summary>
internal sealed class DataFolderLock(IConfiguration configuration) : IDisposable
{
    private const string FileName = "lock";

    private FileStream? _held;

    /// <summary>Takes the lock where databases lie in the folder.</summary>
    /// <exception cref="InvalidOperationException">Another process holds it, or the folder cannot be written.</exception>
    public void Take()
    {
        if (_held is not null || !string.Equals(configuration["Storage:Provider"] ?? "sqlite", "sqlite", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        var folder = configuration.DataPath();
        try
        {
            Directory.CreateDirectory(folder);
            _held = new FileStream(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                $"数据目录 {folder} 不可写，请检查属主和权限，或用 Data:Path 指定另一个目录。 " +
                $"The data folder {folder} cannot be written. Check its owner and permissions, or name another folder with Data:Path.");
        }
        catch (IOException)
        {
            throw new InvalidOperationException(
                $"数据目录 {folder} 正被另一个进程使用，请先停掉它，或用 Data:Path 指定另一个目录。 " +
                $"The data folder {folder} is in use by another process. Stop it first, or name another folder with Data:Path.");
        }
    }

    public void Dispose() => _held?.Dispose();
}
