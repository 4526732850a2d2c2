using Matchmaking.Hosting;
using Matchmaking.Search.Batch;

namespace Matchmaking.Search;

/// <summary>Hosts this one service, or runs a batch command.</summary>
public static class Program
{
    public static Task<int> Main(string[] args) => args switch
    {
        ["rank", .. var options] => RankCommand.RunAsync(options, Console.Error),
        ["replay-feedback", .. var options] => ReplayCommand.RunAsync(options, Console.Out),
        ["fetch-model", .. var options] => FetchModelCommand.RunAsync(options, Console.Error),
        ["verify", .. var options] => VerifyCommand.RunAsync(options, Console.Out),
        _ => ModuleHost.RunAsync(args, new SearchModule()),
    };
}
