using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Matchmaking.Contracts.Identity;
using Matchmaking.Testing;
using MimeKit;

namespace Matchmaking.AllInOne.Tests;

/// <summary>Who waits for the bureau's approval need not ask for it.</summary>
public sealed class ApprovalTests(Portal portal)
{
    private const string Password = "Quiet-river-42";

    [Fact]
    public async Task The_next_page_after_the_approval_is_open_without_signing_in_again()
    {
        const string Email = "waiting@example.com";
        const string Code = "91321203MA1234567";
        await portal.PostAsync(null, "/api/identity/registrations", new JsonObject
        {
            ["kind"] = "enterprise",
            ["organisation"] = new JsonObject
            {
                ["name"] = "等待审核测试有限公司",
                ["creditCode"] = Code + CreditCode.CheckCharacter(Code + "0"),
                ["industry"] = "3451",
                ["sizeBand"] = "small",
            },
            ["admin"] = new JsonObject { ["name"] = "林工", ["email"] = Email },
        });
        using var member = new Session(portal);
        var link = await LinkAsync(Email);
        using (var confirmed = await member.PostAsync(link, ("_handler", "confirm"), ("password", Password), ("__RequestVerificationToken", await member.TokenAsync(link))))
        {
            Assert.Equal(HttpStatusCode.OK, confirmed.StatusCode);
        }

        await member.SignInAsync(Email, Password);
        Assert.Contains("正在等待科技局审核", await member.ReadAsync("/work"), StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"problem\"", await member.ReadAsync("/work/needs/new"), StringComparison.Ordinal);

        var waiting = (await portal.GetAsync(Readers.Organizer, "/api/identity/organisations?status=pending&size=100"))["items"]!.AsArray()
            .Single(o => (string)o!["name"]! == "等待审核测试有限公司")!;
        await portal.PostAsync(Readers.Organizer, $"/api/identity/organisations/{waiting["id"]}/approve", new JsonObject { ["version"] = waiting["version"]!.DeepClone() });
        Assert.Contains("name=\"problem\"", await member.ReadAsync("/work/needs/new"), StringComparison.Ordinal);
        Assert.DoesNotContain("正在等待科技局审核", await member.ReadAsync("/work"), StringComparison.Ordinal);

        // A new password is the end of copies of the cookie, too.
        var copied = member.Cookies;
        using (await member.PostAsync(
            "/work/settings", ("_handler", "password"), ("current", Password), ("new", "Another-lake-93"), ("again", "Another-lake-93"),
            ("__RequestVerificationToken", await member.TokenAsync("/work/settings"))))
        {
        }

        using var thief = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(portal.Url) };
        thief.DefaultRequestHeaders.Add("Cookie", copied);
        await Probe.Until(
            async () =>
            {
                using var answer = await thief.GetAsync("/work");
                return answer.StatusCode == HttpStatusCode.Redirect;
            },
            "the copied cookie opens nothing");
        using var again = new Session(portal);
        await again.SignInAsync(Email, "Another-lake-93");
    }

    // Null while the portal is still writing it.
    private static async Task<MimeMessage?> ReadAsync(string file)
    {
        try
        {
            return await MimeMessage.LoadAsync(file);
        }
        catch (Exception unfinished) when (unfinished is FormatException or IOException)
        {
            return null;
        }
    }

    private async Task<string> LinkAsync(string email)
    {
        string? link = null;
        await Probe.Until(
            async () =>
            {
                foreach (var file in Directory.Exists(MailFolder) ? Directory.GetFiles(MailFolder, "*.eml") : [])
                {
                    if (await ReadAsync(file) is { } mail && mail.To.Mailboxes.Any(m => m.Address == email) && Regex.Match(mail.TextBody ?? "", @"/account/confirm\S*") is { Success: true } found)
                    {
                        link = found.Value;
                    }
                }

                return link is not null;
            },
            "the mail with the link", 60);
        return link!;
    }

    private string MailFolder => Path.Combine(portal.Folder, "mail");
}
