using System.Net;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Identity.Features.Registration;
using Matchmaking.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Matchmaking.Identity.Tests;

/// <summary>Somebody else's account: taken before its owner comes, or held on to after the owner came back.</summary>
public abstract class TakeoverTests(SharedHosts hosts, DatabaseKind kind) : IdentityTests(hosts, kind)
{
    [Fact]
    public async Task Whoever_registers_somebody_elses_address_first_gets_nothing_of_the_account()
    {
        var (victim, code) = (NewEmail(), NewCreditCode());
        var thief = Registration(victim, name: "抢注测试有限公司");
        await NewBrowser().DoAsync("registrations", thief);
        var early = await LinkAsync(victim, "confirm-email");
        await NewBrowser().DoAsync("registrations", Registration(victim, code: code, name: "正主测试有限公司"));

        // Whichever mail is opened, its holder sees both and chooses.
        var waiting = await NewBrowser().GetAsync<List<PendingRegistration>>("registrations/by-token?token=" + early["token"]);
        Assert.Equal(["正主测试有限公司", "抢注测试有限公司"], waiting.Select(w => w.Organisation));
        var confirm = new ConfirmEmail(waiting[0].Account, early["token"], "Own-words-of-mine-5");
        Assert.NotNull((await NewBrowser().RefusedAsync(HttpMethod.Post, "email-confirmations", confirm with { Password = null! })).Errors!["password"]);
        await NewBrowser().DoAsync("email-confirmations", confirm);

        Assert.StartsWith("/account/login?error=invalid", await NewBrowser().SignInAsync(victim, Password), StringComparison.Ordinal);
        var own = await (await SignedInAsync(victim, "Own-words-of-mine-5")).GetAsync<OrganisationView>("organisation");
        Assert.Equal(code, own.Form.CreditCode);
        // The other one has lapsed, whoever holds its link.
        Assert.Equal("link-invalid", (await NewBrowser().RefusedAsync(HttpMethod.Post, "email-confirmations", confirm with { Account = waiting[1].Account })).Code);
    }

    [Fact]
    public async Task A_registration_that_nobody_confirmed_holds_no_code_waits_for_nobody_and_goes_after_a_day()
    {
        var (code, junk) = (NewCreditCode(), NewEmail());
        await NewBrowser().DoAsync("registrations", Registration(junk, code: code, name: "占位测试有限公司"));
        var bureau = await BureauAsync();
        Assert.Equal(0, (await bureau.GetAsync<Page<OrganisationRow>>($"organisations?q={code}")).Total);

        var (real, _) = await RegisterAsync(code: code);
        Assert.Equal(code, (await real.GetAsync<OrganisationView>("organisation")).Form.CreditCode);
        Assert.Equal(1, (await bureau.GetAsync<Page<OrganisationRow>>($"organisations?status=pending&q={code}")).Total);
        var link = await LinkAsync(junk, "confirm-email");
        Assert.Equal("organisation-exists", (await NewBrowser().RefusedAsync(
            HttpMethod.Post, "email-confirmations", new ConfirmEmail(Guid.Parse(link["account"]), link["token"], Password))).Code);

        await Host.UseAsync(db => db.Registrations.Where(r => r.Email == junk)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.ExpiresAt, TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(-1))));
        Assert.Equal("link-invalid", (await NewBrowser().RefusedAsync(
            HttpMethod.Post, "email-confirmations", new ConfirmEmail(Guid.Parse(link["account"]), link["token"], Password))).Code);
        await Host.Services.GetRequiredService<RegistrationExpiry>().RunOnceAsync(CancellationToken.None);
        Assert.False(await Host.UseAsync(db => db.Registrations.AnyAsync(r => r.Email == junk)));
    }

    [Fact]
    public async Task An_address_that_is_registered_again_and_again_keeps_the_newest_few()
    {
        var email = NewEmail();
        for (var i = 0; i < 7; i++)
        {
            await NewBrowser().DoAsync("registrations", Registration(email));
        }

        Assert.Equal(5, await Host.UseAsync(db => db.Registrations.CountAsync(r => r.Email == email)));
    }

    [Fact]
    public async Task What_lasts_is_made_with_the_password_only()
    {
        var (admin, _, _) = await ApprovedAsync();
        foreach (var wrong in new[] { null, "wrong" })
        {
            Assert.NotNull((await admin.RefusedAsync(HttpMethod.Post, "integrations", new CreateIntegration("ERP", wrong!))).Errors!["password"]);
            Assert.NotNull((await admin.RefusedAsync(
                HttpMethod.Post, "invitations", new CreateInvitation(NewEmail(), "孙", [Roles.Enterprise], wrong!))).Errors!["password"]);
        }
    }

    [Fact]
    public async Task A_reset_takes_back_what_whoever_knew_the_password_made()
    {
        var (admin, email, _) = await ApprovedAsync();
        var old = await admin.PostAsync<IntegrationCreated>("integrations", new CreateIntegration("老系统", Password));
        await Host.UseAsync(db => db.Database.ExecuteSqlRawAsync(
            db.Database.IsNpgsql()
                ? "UPDATE identity.integrations SET \"CreatedAt\" = {0} WHERE \"Id\" = {1}"
                : "UPDATE integrations SET \"CreatedAt\" = {0} WHERE \"Id\" = {1}",
            TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-30), old.Id));
        var made = await admin.PostAsync<IntegrationCreated>("integrations", new CreateIntegration("后门", Password));
        var accomplice = NewEmail();
        await admin.DoAsync("invitations", new CreateInvitation(accomplice, "同伙", [Roles.Enterprise, Roles.OrganisationAdmin], Password));
        var program = NewBrowser();
        Assert.Equal(HttpStatusCode.OK, await program.CredentialsAsync(made.ClientId, made.Secret));

        await NewBrowser().DoAsync("password-resets", new AskForMail(email));
        var link = await LinkAsync(email, "reset-password");
        await NewBrowser().DoAsync("password-resets/complete", new ResetPassword(Guid.Parse(link["account"]), link["token"], "Another-pass-word-9"));

        Assert.Equal(401, (await admin.RefusedAsync(HttpMethod.Post, "integrations", new CreateIntegration("再来", Password))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, await NewBrowser().CredentialsAsync(made.ClientId, made.Secret));
        Assert.Equal(401, (await program.RefusedAsync(HttpMethod.Get, "me")).Status);
        var token = (await LinkAsync(accomplice, "invitation"))["token"];
        Assert.Equal(404, (await NewBrowser().RefusedAsync(HttpMethod.Get, "invitations/by-token?token=" + token)).Status);
        // What the organisation lives on stays, and is named.
        Assert.Equal(HttpStatusCode.OK, await NewBrowser().CredentialsAsync(old.ClientId, old.Secret));
        var mail = (await Host.MailsToAsync(email)).Last();
        Assert.Equal("password-changed", mail.Template);
        Assert.Contains("老系统", mail.Values["reason"], StringComparison.Ordinal);
        Assert.DoesNotContain("后门", mail.Values["reason"], StringComparison.Ordinal);
    }
}

public sealed class SqliteTakeoverTests(SharedHosts hosts) : TakeoverTests(hosts, DatabaseKind.Sqlite);

public sealed class PostgresTakeoverTests(SharedHosts hosts) : TakeoverTests(hosts, DatabaseKind.Postgres);
