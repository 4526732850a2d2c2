using System.Text.Json;
using System.Text.RegularExpressions;

namespace Matchmaking.Architecture.Tests;

/// <summary>Identity and Notifications name mails by template; the templates are Notifications' data.</summary>
public sealed partial class MailTests
{
    private static JsonElement Templates =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Product.Root, "services/Notifications/Mail/templates.json"))).RootElement;

    [Fact]
    public void Every_mail_asked_for_has_a_template()
    {
        var asked = Asked().Matches(Text("services/Identity/Features/Mails.cs")).Select(m => m.Groups[1].Value).ToHashSet();
        asked.UnionWith(Decided().Matches(Text("services/Identity/Features/Organisations/DecideOrganisation.cs")).Select(m => m.Groups[1].Value));
        Assert.True(asked.Count >= 5, "Only " + string.Join(", ", asked));
        // Those that Notifications writes by itself.
        asked.UnionWith(Own().Matches(Text("services/Notifications/Consumers/WatchNews.cs") + Text("services/Notifications/Inbox.cs") + Text("services/Notifications/Mail/MailQueue.cs")).Select(m => m.Groups[1].Value));
        Assert.Equal(asked.Order(), Templates.EnumerateObject().Select(t => t.Name).Order());
    }

    [Fact]
    public void Every_template_has_both_languages_and_takes_what_is_given()
    {
        string[] given = ["name", "link", "organisation", "reason", "items", "count", "unsubscribe", "address", "news", "due"];
        foreach (var template in Templates.EnumerateObject())
        {
            foreach (var part in new[] { "subject", "body" })
            {
                var (zh, en) = (template.Value.GetProperty(part).GetProperty("zh").GetString()!, template.Value.GetProperty(part).GetProperty("en").GetString()!);
                Assert.NotEmpty(zh);
                Assert.NotEmpty(en);
                Assert.True(Holes(zh).SetEquals(Holes(en)), $"{template.Name} {part}: the languages take different values");
                Assert.Empty(Holes(zh).Except(given));
            }

            Assert.Contains("{link}", template.Value.GetProperty("body").GetProperty("zh").GetString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("confirm-email"), InlineData("reset-password"), InlineData("organisation-taken"), InlineData("invitation")]
    public void A_mail_to_an_address_that_nobody_confirmed_names_nobody(string template) =>
        Assert.DoesNotContain("{name}", Templates.GetProperty(template).GetRawText(), StringComparison.Ordinal);

    [Fact]
    public void A_mail_names_the_time_that_its_link_really_holds()
    {
        var hours = Number("services/Identity/SignIn/AccountsSetup.cs", LinkHours());
        var days = Number("services/Identity/Domain/Invitation.cs", InvitationDays());
        foreach (var (template, zh, en) in new[]
        {
            ("confirm-email", $"{hours} 小时", $"{hours} hours"), ("reset-password", $"{hours} 小时", $"{hours} hours"),
            ("invitation", $"{days} 天", $"{days} days"),
        })
        {
            var body = Templates.GetProperty(template).GetProperty("body");
            Assert.Contains(zh, body.GetProperty("zh").GetString(), StringComparison.Ordinal);
            Assert.Contains(en, body.GetProperty("en").GetString(), StringComparison.Ordinal);
        }

        static string Number(string file, Regex pattern) => pattern.Match(File.ReadAllText(Path.Combine(Product.Root, file))).Groups[1].Value is { Length: > 0 } number
            ? number
            : throw new InvalidOperationException($"{file} does not say {pattern}");
    }

    private static string Text(string file) => File.ReadAllText(Path.Combine(Product.Root, file));

    private static HashSet<string> Holes(string text) => [.. Hole().Matches(text).Select(m => m.Groups[1].Value)];

    [GeneratedRegex(@"Send\([^;{]*?,\s*""([a-z-]+)""\s*,")]
    private static partial Regex Asked();

    [GeneratedRegex(@"""(organisation-[a-z]+)""")]
    private static partial Regex Decided();

    [GeneratedRegex(@"""(watch-[a-z]+|news(?:-more)?)""")]
    private static partial Regex Own();

    [GeneratedRegex(@"LinkLifetime = TimeSpan\.FromHours\((\d+)\)")]
    private static partial Regex LinkHours();

    [GeneratedRegex(@"Days = (\d+);")]
    private static partial Regex InvitationDays();

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Hole();
}
