using System.Net;
using System.Text.Json.Nodes;
using Matchmaking.Hosting;
using Matchmaking.Testing;

namespace Matchmaking.AllInOne.Tests;

/// <summary>
/// Every field of the records made here bears a word that stands nowhere else. Everybody reads everything they can reach,
/// and no answer may hold a word that its reader is not entitled to.
/// </summary>
public sealed class LeakTests(Portal portal)
{
    private static readonly string[] OpenNeed = ["title", "kw"];
    private static readonly string[] MemberNeed = ["problem", "technique", "result", "indicator", "attempts"];
    private static readonly string[] PartnerNeed = ["foundation", "payment", "decider", "lead", "contact", "mail"];
    private static readonly string[] OwnNeed = ["preferred", "competitor", "process"];

    private static readonly Reader[] Searchers = [Readers.Visitor, Readers.Unverified, Readers.OtherEnterprise, Readers.OtherLiaison, Readers.Service];

    private static readonly string[] Pages = ["/", "/needs", "/achievements", "/experts", "/search?kind=need", "/results", "/sitemap.xml", "/robots.txt"];

    private Guid _public;
    private Guid _members;
    private Guid _partners;
    private Guid _draft;
    private Guid _achievement;
    private Guid _expert;

    [Fact]
    public async Task Nobody_reads_a_word_above_the_own_tier_before_and_after_an_interest_is_accepted()
    {
        await PrepareAsync();
        await SweepAsync(partner: null);
        await ExpectWordsAsync(Readers.OtherLiaison, "needs", _public, [.. OpenNeed, .. MemberNeed], "qzpub");

        var interest = await portal.PostAsync(Readers.OtherLiaison, "/api/cooperation/interests", new JsonObject
        {
            ["itemKind"] = "need", ["itemId"] = _public, ["message"] = "愿用我校聚脲润滑脂做一轮台架对比。",
            ["contact"] = new JsonObject { ["name"] = "何老师", ["phone"] = "13611112222", ["email"] = "qzsender@example.com" },
        });
        // Between sending and acceptance neither contact nor name is open.
        await SweepAsync(partner: null, narrow: true);
        await portal.PostAsync(Readers.Enterprise, $"/api/cooperation/interests/{interest["id"]}/accept", new JsonObject
        {
            ["version"] = interest["version"]!.GetValue<long>(),
            ["contact"] = new JsonObject { ["name"] = "吕工", ["phone"] = "13733334444", ["email"] = "qzreceiver@example.com" },
        });
        await Probe.Until(
            async () => (await portal.GetAsync(Readers.OtherLiaison, $"/api/needs/{_public}"))["tier"]!.GetValue<string>() == "l2", "the grant");

        await ExpectWordsAsync(Readers.OtherLiaison, "needs", _public, [.. OpenNeed, .. MemberNeed, .. PartnerNeed], "qzpub");
        await SweepAsync(partner: Readers.OtherLiaison, narrow: true);
    }

    [Fact]
    public async Task A_changed_copy_of_a_public_record_shows_nothing_before_it_is_reviewed()
    {
        var id = await portal.RecordAsync(
            "needs", Readers.Enterprise, Contents.Need("l0", "qzrev"), (Readers.Enterprise, "submit"), (Readers.Organizer, "publish"));
        var record = await portal.GetAsync(Readers.Enterprise, $"/api/needs/{id}");
        await portal.PutAsync(Readers.Enterprise, $"/api/needs/{id}", new JsonObject
        {
            ["content"] = Contents.Need("l0", "qzchanged"), ["version"] = record["version"]!.GetValue<long>(),
        });
        foreach (var reader in Readers.All.Where(r => r.Organisation != Readers.Enterprise.Organisation && r != Readers.Organizer))
        {
            var answer = await portal.SendAsync(reader, "GET", $"/api/needs/{id}");
            Assert.DoesNotContain("qzchanged", answer.Body, StringComparison.Ordinal);
            Assert.Equal(0, await HitsAsync(reader, "qzchangedproblem"));
        }

        Assert.Contains("qzchangedtitle", (await portal.SendAsync(Readers.Enterprise, "GET", $"/api/needs/{id}")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_named_competitor_is_not_matched_and_learns_nothing()
    {
        var achievement = await portal.RecordAsync(
            "achievements", Readers.Liaison, Contents.Achievement("l0", "qzrival"), (Readers.Liaison, "submit"), (Readers.Organizer, "publish"));
        var open = await portal.RecordAsync(
            "needs", Readers.OtherEnterprise, Contents.Need("l1", "qzfair"), (Readers.OtherEnterprise, "submit"), (Readers.Organizer, "publish"));
        var closed = await portal.RecordAsync(
            "needs", Readers.OtherEnterprise, Contents.Need("l1", "qzapart", "江海理工大学"), (Readers.OtherEnterprise, "submit"), (Readers.Organizer, "publish"));
        await FindableAsync(Readers.Organizer, "qzfairtitle", "qzaparttitle", "qzrivaltitle");

        var (proposed, text) = await SuggestedAsync(Readers.Liaison, "achievement", achievement);
        Assert.Contains(open, proposed);
        Assert.DoesNotContain(closed, proposed);
        Assert.DoesNotContain("qzapart", text, StringComparison.Ordinal);
        Assert.DoesNotContain(achievement, (await SuggestedAsync(Readers.OtherEnterprise, "need", closed)).Ids);
        Assert.Contains(achievement, (await SuggestedAsync(Readers.OtherEnterprise, "need", open)).Ids);
    }

    [Fact]
    public async Task A_visitor_cannot_filter_by_what_a_visitor_may_not_read()
    {
        // The mode of cooperation and the lowest TRL of a need are for members: a filter or a count would tell them.
        var id = await portal.RecordAsync(
            "needs", Readers.Enterprise, Contents.Need("l0", "qzfilter"), (Readers.Enterprise, "submit"), (Readers.Organizer, "publish"));
        await FindableAsync(Readers.Visitor, "qzfiltertitle");
        foreach (var filter in new[] { "mode=joint", "minTrl=5" })
        {
            Assert.Contains(id.ToString(), (await portal.GetAsync(Readers.OtherLiaison, $"/api/search/?q=qzfiltertitle&{filter}")).ToJsonString(), StringComparison.Ordinal);
            Assert.DoesNotContain(id.ToString(), (await portal.GetAsync(Readers.Visitor, $"/api/search/?q=qzfiltertitle&{filter}")).ToJsonString(), StringComparison.Ordinal);
        }

        var facets = (await portal.GetAsync(Readers.Visitor, "/api/search/?q=qzfiltertitle"))["facets"]!;
        Assert.Empty(facets["mode"]?.AsArray() ?? []);
        Assert.Empty(facets["trl"]?.AsArray() ?? []);
    }

    private async Task PrepareAsync()
    {
        _public = await NeedAsync("l0", "qzpub");
        _members = await NeedAsync("l1", "qzmem");
        _partners = await NeedAsync("l2", "qzprt");
        _draft = await portal.RecordAsync("needs", Readers.Enterprise, Contents.Need("l0", "qzdra"));
        _achievement = await portal.RecordAsync(
            "achievements", Readers.Liaison, Contents.Achievement("l0", "qzach"), (Readers.Liaison, "submit"), (Readers.Organizer, "publish"));
        _expert = await portal.RecordAsync(
            "experts", Readers.Expert, Contents.Expert("l0", "qzexp"), (Readers.Expert, "submit"), (Readers.Liaison, "recommend"), (Readers.Organizer, "publish"));
        await FindableAsync(Readers.Organizer, "qzpubtitle", "qzmemtitle", "qzachtitle", "qzexpprofile");
    }

    private Task<Guid> NeedAsync(string level, string mark) => portal.RecordAsync(
        "needs", Readers.Enterprise, Contents.Need(level, mark), (Readers.Enterprise, "submit"), (Readers.Organizer, "publish"));

    // Everybody reads everything; then every word found is looked up in the list of what its reader may know.
    private async Task SweepAsync(Reader? partner, bool narrow = false)
    {
        List<string> faults = [];
        foreach (var reader in Readers.All)
        {
            var secret = Secrets(reader, partner).ToList();
            foreach (var path in narrow ? Paths().Where(MayHaveChanged) : Paths())
            {
                var answer = await portal.SendAsync(reader, "GET", path);
                faults.AddRange(secret.Where(w => answer.Body.Contains(w, StringComparison.OrdinalIgnoreCase)).Select(w => $"{reader} reads {w} at {path}"));
            }

            // Found by a word is as good as read: the word itself is not in the answer. One reader of each tier will do.
            foreach (var word in narrow || !Searchers.Contains(reader) ? [] : secret.Where(w => w.All(char.IsAsciiLetter)))
            {
                if (await HitsAsync(reader, word) > 0)
                {
                    faults.Add($"{reader} finds something by {word}");
                }
            }
        }

        foreach (var path in narrow ? [] : Pages.Concat([$"/needs/{_public}", $"/needs/{_members}", $"/needs/{_partners}", $"/needs/{_draft}", $"/achievements/{_achievement}", $"/experts/{_expert}"]))
        {
            var page = WebUtility.HtmlDecode((await portal.SendAsync(null, "GET", path)).Body);
            faults.AddRange(Secrets(Readers.Visitor, partner).Where(w => page.Contains(w, StringComparison.OrdinalIgnoreCase)).Select(w => $"the page {path} shows {w}"));
        }

        var sitemap = (await portal.SendAsync(null, "GET", "/sitemap.xml")).Body;
        Assert.Contains(_public.ToString(), sitemap, StringComparison.Ordinal);
        faults.AddRange(new[] { _members, _partners, _draft }.Where(id => sitemap.Contains(id.ToString(), StringComparison.Ordinal)).Select(id => $"the sitemap names {id}"));
        Assert.True(faults.Count == 0, $"{faults.Count} leaks:\n" + string.Join('\n', faults.Take(60)));
    }

    // An interest touches the records it names, the lists of interests and the messages about it.
    private bool MayHaveChanged(string path) =>
        path.Contains(_public.ToString(), StringComparison.Ordinal)
        || path.Contains("/cooperation/", StringComparison.Ordinal) || path.Contains("/notifications/", StringComparison.Ordinal);

    private IEnumerable<string> Paths()
    {
        foreach (var path in portal.Endpoints.Where(e => Endpoint.Method(e) == "GET" && !Endpoint.Path(e).Contains('{', StringComparison.Ordinal)).Select(Endpoint.Path).Distinct())
        {
            yield return path;
        }

        foreach (var (service, id) in new[] { ("needs", _public), ("needs", _members), ("needs", _partners), ("needs", _draft), ("achievements", _achievement), ("experts", _expert) })
        {
            yield return $"/api/{service}/{id}";
            yield return $"/api/{service}/{id}/review";
            yield return $"/api/{service}/{id}/history";
            foreach (var wanted in service == "needs" ? new[] { "achievement", "expert" } : ["need"])
            {
                yield return $"/api/search/suggestions/{service[..^1]}/{id}?for={wanted}&size=100";
            }
        }

        yield return "/api/search/?sort=newest&size=100";
        yield return $"/api/search/?size=100&q={Uri.EscapeDataString("高温轴承润滑脂")}";
        foreach (var kind in new[] { "need", "achievement", "expert" })
        {
            yield return $"/api/search/?kind={kind}&sort=newest&size=100";
        }
    }

    private static IEnumerable<string> Secrets(Reader reader, Reader? partner)
    {
        var owner = reader.Organisation == Readers.Enterprise.Organisation;
        var bureau = reader == Readers.Organizer;
        var member = reader != Readers.Visitor && reader != Readers.Unverified;
        if (!owner && !bureau)
        {
            foreach (var word in OwnNeed.Select(w => "qzpub" + w).Concat(OwnNeed.Concat(PartnerNeed).Select(w => "qzmem" + w)).Concat(OwnNeed.Concat(PartnerNeed).Select(w => "qzprt" + w)))
            {
                yield return word;
            }

            // A grant is the organisation's: all its members are on the other side.
            if (reader.Organisation != partner?.Organisation)
            {
                foreach (var word in PartnerNeed.Select(w => "qzpub" + w).Append("13712345678"))
                {
                    yield return word;
                }
            }

            // Other services may know of it what they need for their work; readers may not know of it at all.
            if (reader != Readers.Service)
            {
                foreach (var word in OpenNeed.Concat(MemberNeed).Select(w => "qzprt" + w))
                {
                    yield return word;
                }
            }
        }

        if (!owner)
        {
            foreach (var word in OpenNeed.Concat(MemberNeed).Concat(PartnerNeed).Concat(OwnNeed).Select(w => "qzdra" + w))
            {
                yield return word;
            }
        }

        if (!member)
        {
            foreach (var word in MemberNeed.Select(w => "qzpub" + w).Concat(OpenNeed.Concat(MemberNeed).Select(w => "qzmem" + w))
                .Concat(["qzachinnovation", "qzachindicators", "qzexpname"]))
            {
                yield return word;
            }
        }

        if (reader.Organisation != Readers.Liaison.Organisation && !bureau)
        {
            foreach (var word in new[] { "qzachauthor", "qzachconfidential", "qzachcontact", "qzachmail", "13887654321" })
            {
                yield return word;
            }
        }

        if (reader != Readers.Expert && reader != Readers.Liaison && !bureau)
        {
            foreach (var word in new[] { "qzexpfee", "qzexpconflict", "qzexpmail", "qzexpwechat", "13998765432" })
            {
                yield return word;
            }
        }

        if (!owner && reader != Readers.OtherLiaison && reader.Organisation != Readers.OtherLiaison.Organisation)
        {
            yield return "qzsender";
            yield return "qzreceiver";
        }

        if (partner is null)
        {
            if (reader.Organisation != Readers.OtherLiaison.Organisation)
            {
                yield return "qzsender";
            }
        }
    }

    private async Task ExpectWordsAsync(Reader reader, string service, Guid id, string[] words, string mark)
    {
        var text = (await portal.SendAsync(reader, "GET", $"/api/{service}/{id}")).Body;
        Assert.All(words, w => Assert.Contains(mark + w, text, StringComparison.Ordinal));
    }

    private async Task<int> HitsAsync(Reader reader, string word) =>
        (await portal.GetAsync(reader, $"/api/search/?size=1&q={word}"))["hits"]!["total"]!.GetValue<int>();

    private Task FindableAsync(Reader reader, params string[] words) => Probe.Until(async () =>
    {
        foreach (var word in words)
        {
            if (await HitsAsync(reader, word) == 0)
            {
                return false;
            }
        }

        return true;
    }, $"{string.Join(", ", words)} can be found");

    private async Task<(List<Guid> Ids, string Text)> SuggestedAsync(Reader reader, string kind, Guid id)
    {
        var page = await portal.GetAsync(reader, $"/api/search/suggestions/{kind}/{id}?size=100");
        return ([.. page["items"]!.AsArray().Select(i => i!["id"]!.GetValue<Guid>())], page.ToJsonString());
    }
}
