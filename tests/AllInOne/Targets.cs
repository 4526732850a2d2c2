using System.Text.Json.Nodes;
using Matchmaking.Contracts;
using Matchmaking.Contracts.BlueFire;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Messaging;
using Matchmaking.Search.Data;
using Matchmaking.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Matchmaking.AllInOne.Tests;

/// <summary>Real records of known owners, so that what an endpoint must not show is there to be shown.</summary>
public sealed class Targets(Portal portal)
{
    private readonly Dictionary<string, string> _ids = [];

    /// <summary>Owned by the columns enterprise, liaison and expert; the bureau's and the operator's are told by the endpoint.</summary>
    public async Task PrepareAsync()
    {
        _ids["needs"] = DemoFolder.IdOf("need", "auto-n01").ToString();
        _ids["achievements"] = DemoFolder.IdOf("achievement", "auto-a001").ToString();
        _ids["experts"] = DemoFolder.IdOf("expert", "auto-e01").ToString();
        _ids["cooperation"] = DemoFolder.IdOf("interest", "int01").ToString();
        _ids["needs@draft"] = (await portal.RecordAsync("needs", Readers.Enterprise, new JsonObject { ["title"] = "一份草稿" })).ToString();
        _ids["achievements@draft"] = (await portal.RecordAsync("achievements", Readers.Liaison, new JsonObject { ["title"] = "一份草稿" })).ToString();
        _ids["experts@draft"] = (await portal.RecordAsync("experts", Readers.Expert, new JsonObject { ["name"] = "顾长渊" })).ToString();
        _ids["needs@l1"] = (await portal.RecordAsync(
            "needs", Readers.Enterprise, Contents.Need("l1"), (Readers.Enterprise, "submit"), (Readers.Organizer, "publish"))).ToString();
        _ids["needs@l2"] = (await portal.RecordAsync(
            "needs", Readers.Enterprise, Contents.Need("l2"), (Readers.Enterprise, "submit"), (Readers.Organizer, "publish"))).ToString();
        foreach (var (name, owner) in new[] { ("needs", Readers.Enterprise), ("achievements", Readers.Liaison), ("experts", Readers.Expert) })
        {
            _ids[name + "#"] = (string)(await portal.GetAsync(Readers.Organizer, $"/api/{name}/{_ids[name]}"))["number"]!;
            _ids[name + "@draft#"] = (string)(await portal.GetAsync(owner, $"/api/{name}/{_ids[name + "@draft"]}"))["number"]!;
        }

        _ids["organisation"] = DemoFolder.IdOf("organisation", "yicheng").ToString();
        _ids["account"] = DemoFolder.IdOf("account", "x-demo-e05").ToString();
        _ids["member"] = Readers.Enterprise.Account.ToString();
        await UnlockAsync();
        await portal.PostAsync(Readers.Admin, "/api/identity/invitations", new JsonObject { ["email"] = $"c{Guid.NewGuid():N}@example.com", ["name"] = "新同事", ["roles"] = new JsonArray("enterprise"), ["password"] = DemoFolder.Password });
        _ids["invitation"] = (string)(await portal.GetAsync(Readers.Admin, "/api/identity/invitations"))["items"]![0]!["id"]!;
        _ids["integration"] = (string)(await portal.PostAsync(Readers.Admin, "/api/identity/integrations", new JsonObject { ["name"] = "测试程序", ["password"] = DemoFolder.Password }))["id"]!;
        _ids["watch"] = (string)(await portal.PostAsync(
            Readers.Enterprise, "/api/search/watches", new JsonObject { ["subject"] = "record", ["recordId"] = _ids["needs"] }))["id"]!;
        await ApplyAsync();
        await Probe.Until(
            async () => (await portal.GetAsync(Readers.Enterprise, "/api/notifications/"))["total"]!.GetValue<int>() > 0, "a message for the enterprise");
        _ids["notifications"] = (string)(await portal.GetAsync(Readers.Enterprise, "/api/notifications/"))["items"]![0]!["id"]!;
    }

    // Other tests send wrong passwords as these people.
    private async Task UnlockAsync()
    {
        await using var scope = portal.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IdentityDbContext>().Users
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.LockoutEnd, (DateTimeOffset?)null).SetProperty(a => a.AccessFailedCount, 0));
    }

    // As the Blue Fire service would: the candidate's own application in a cohort.
    private async Task ApplyAsync()
    {
        var (application, cohort) = (Guid.NewGuid(), Guid.NewGuid());
        (_ids["application"], _ids["cohort"]) = (application.ToString(), cohort.ToString());
        await using (var scope = portal.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<SearchDbContext>();
            db.Publish(new ApplicationChanged(application, 1, TimeProvider.System.GetUtcNow().UtcDateTime, cohort, new RecordSnapshot<ApplicationContent>(
                "D-1", "open", true, Disclosure.L2, Readers.Phd.Organisation, "沿江大学", false, Readers.Phd.Account, null, null, [],
                new ApplicationContent { Discipline = "化学工程", Research = "反硝化脱氮" })));
            await db.SaveChangesAsync();
        }

        await portal.SettleAsync();
    }

    /// <summary>The endpoint's path with real ids.</summary>
    /// <param name="variant">draft, l1 or l2 for other records than the public ones.</param>
    public string PathOf(RouteEndpoint endpoint, string variant = "")
    {
        var path = Endpoint.Path(endpoint);
        var name = Endpoint.Name(endpoint);
        var service = path.Split('/')[2];
        var id = name switch
        {
            _ when path.Contains("/ops/", StringComparison.Ordinal) => "00000000-0000-0000-0000-00000000ffff",
            _ when path.Contains("/members/", StringComparison.Ordinal) => _ids["member"],
            _ when path.Contains("/accounts/", StringComparison.Ordinal) => _ids["account"],
            _ when path.Contains("/organisations/", StringComparison.Ordinal) => _ids["organisation"],
            _ when path.Contains("/invitations/", StringComparison.Ordinal) => _ids["invitation"],
            _ when path.Contains("/integrations/", StringComparison.Ordinal) => _ids["integration"],
            _ when path.Contains("/watches/", StringComparison.Ordinal) => _ids["watch"],
            _ when path.Contains("/entries/", StringComparison.Ordinal) => _ids["application"],
            _ when path.Contains("/suggestions/", StringComparison.Ordinal) => _ids["needs"],
            _ => _ids.GetValueOrDefault(service + (variant.Length > 0 ? "@" + variant : ""), ""),
        };
        return path.Replace("{id:guid}", id, StringComparison.Ordinal)
            .Replace("{other:guid}", _ids["achievements"], StringComparison.Ordinal)
            .Replace("{market:guid}", _ids["cohort"], StringComparison.Ordinal)
            .Replace("{kind}", "need", StringComparison.Ordinal)
            .Replace("{number}", _ids.GetValueOrDefault(service + (variant.Length > 0 ? "@" + variant : "") + "#", ""), StringComparison.Ordinal)
            .Replace("{**rest}", "nothing/here", StringComparison.Ordinal)
            + (name == "identity.invitation" ? "?token=none" : "");
    }

    /// <summary>A body that passes every check up to the record's version, or null.</summary>
    public JsonNode? BodyOf(RouteEndpoint endpoint)
    {
        if (Endpoint.Body(endpoint) is not { } type)
        {
            return null;
        }

        var body = Endpoint.Sample(type);
        switch (Endpoint.Name(endpoint))
        {
            case "needs.create" or "achievements.create" or "experts.create":
                return new JsonObject();
            case "needs.create-many" or "achievements.create-many" or "experts.create-many":
                // Refused for its emptiness, but only after it is clear who asks.
                return new JsonObject { ["items"] = new JsonArray() };
            case "cooperation.interests.send":
                // Too short to be sent: refused, but only after it is clear who asks.
                body["message"] = "短";
                body["itemKind"] = "need";
                body["itemId"] = _ids["needs"];
                body["ownKind"] = null;
                body["ownId"] = null;
                return body;
            case "search.feedback":
                body["otherId"] = _ids["achievements"];
                body["reason"] = null;
                return body;
            case "cooperation.interests.decline":
                body["note"] = null;
                return body;
            default:
                return body;
        }
    }
}
