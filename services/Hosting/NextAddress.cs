using System.Net;

namespace Matchmaking.Hosting;

/// <summary>
/// Spreads requests over the addresses of a service in turn. One that could not be connected to, or that a proxy says is
/// away, is left out for a while; what was never sent goes to the next address, whatever its method.
/// </summary>
internal sealed class NextAddress(IReadOnlyList<Uri> addresses, TimeProvider time) : DelegatingHandler
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    private readonly long[] _awayUntil = new long[addresses.Count];
    private int _turn = -1;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var left = addresses.Count; ; left--)
        {
            var at = Pick();
            request.RequestUri = new Uri(addresses[at], request.RequestUri!.PathAndQuery);
            try
            {
                var answer = await base.SendAsync(request, cancellationToken);
                if (answer.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout)
                {
                    LeaveOut(at);
                }

                return answer;
            }
            catch (HttpRequestException exception) when (exception.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError)
            {
                LeaveOut(at);
                if (left == 1)
                {
                    throw;
                }
            }
        }
    }

    private int Pick()
    {
        var now = time.GetUtcNow().UtcTicks;
        var first = (Interlocked.Increment(ref _turn) & int.MaxValue) % addresses.Count;
        for (var i = 0; i < addresses.Count; i++)
        {
            var at = (first + i) % addresses.Count;
            if (Volatile.Read(ref _awayUntil[at]) <= now)
            {
                return at;
            }
        }

        // All are away as far as is known: one has to be tried.
        return first;
    }

    private void LeaveOut(int at) => Volatile.Write(ref _awayUntil[at], (time.GetUtcNow() + Rest).UtcTicks);
}
