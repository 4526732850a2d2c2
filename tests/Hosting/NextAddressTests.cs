using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace Matchmaking.Hosting.Tests;

public sealed class NextAddressTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _asked = [];
    private readonly Dictionary<string, HttpStatusCode?> _answers = [];

    [Fact]
    public async Task Requests_go_to_all_addresses_in_turn()
    {
        using var client = Client("a", "b", "c");
        for (var i = 0; i < 6; i++)
        {
            await client.GetAsync(new Uri("api/needs/1?x=2", UriKind.Relative));
        }

        Assert.Equal(["a", "b", "c", "a", "b", "c"], _asked);
    }

    [Fact]
    public async Task What_could_not_be_sent_goes_to_the_next_one_whatever_its_method()
    {
        _answers["a"] = null;
        using var client = Client("a", "b");
        using var content = new StringContent("body");
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync(new Uri("x", UriKind.Relative), content)).StatusCode);
        Assert.Equal(["a", "b"], _asked);
        // Left out for a while, and then tried again.
        await client.GetAsync(new Uri("x", UriKind.Relative));
        await client.GetAsync(new Uri("x", UriKind.Relative));
        Assert.Equal(["a", "b", "b", "b"], _asked);
        _time.Advance(TimeSpan.FromSeconds(11));
        _answers.Clear();
        await client.GetAsync(new Uri("x", UriKind.Relative));
        await client.GetAsync(new Uri("x", UriKind.Relative));
        Assert.Contains("a", _asked[4..]);
    }

    [Fact]
    public async Task Where_all_are_away_the_caller_is_told()
    {
        (_answers["a"], _answers["b"]) = (null, null);
        using var client = Client("a", "b");
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri("x", UriKind.Relative)));
        Assert.Equal(["a", "b"], _asked);
    }

    [Fact]
    public async Task A_body_that_was_sent_is_not_sent_twice()
    {
        _answers["a"] = HttpStatusCode.BadGateway;
        using var client = Client("a", "b");
        using var content = new StringContent("body");
        Assert.Equal(HttpStatusCode.BadGateway, (await client.PostAsync(new Uri("x", UriKind.Relative), content)).StatusCode);
        Assert.Equal(["a"], _asked);
    }

    private HttpClient Client(params string[] hosts) => new(
        new NextAddress([.. hosts.Select(h => new Uri($"http://{h}/"))], _time) { InnerHandler = new Wire(this) })
    {
        BaseAddress = new Uri($"http://{hosts[0]}/"),
    };

    private sealed class Wire(NextAddressTests test) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var host = request.RequestUri!.Host;
            test._asked.Add(host);
            return test._answers.GetValueOrDefault(host, HttpStatusCode.OK) is { } status
                ? Task.FromResult(new HttpResponseMessage(status))
                : throw new HttpRequestException(HttpRequestError.ConnectionError);
        }
    }
}
