using System.Net;
using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Testing;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Identity.Tests;

public abstract class MemberTests(SharedHosts hosts, DatabaseKind kind) : IdentityTests(hosts, kind)
{
    [Fact]
    public async Task An_invited_colleague_joins_with_the_roles_of_the_invitation()
    {
        var (admin, _, organisation) = await ApprovedAsync(OrganisationKind.University);
        var email = NewEmail();
        await admin.DoAsync("invitations", new CreateInvitation(email, "李老师", [Roles.Expert], Password));
        var mail = (await Host.MailsToAsync(email)).Single();
        var token = (await LinkAsync(email, "invitation"))["token"];
        Assert.Equal($"{Host.Url}/account/invitation?token={token}", mail.Values["link"]);
        Assert.DoesNotContain("李老师", string.Concat(mail.Values.Values), StringComparison.Ordinal);

        var view = await NewBrowser().GetAsync<InvitationView>("invitations/by-token?token=" + token);
        Assert.Equal((email, "李老师", mail.Values["organisation"]), (view.Email, view.Name, view.Organisation));
        await NewBrowser().DoAsync("invitations/accept", new AcceptInvitation(token, "李明", Password));
        Assert.Equal(404, (await NewBrowser().RefusedAsync(HttpMethod.Post, "invitations/accept", new AcceptInvitation(token, "李明", Password))).Status);

        var expert = await SignedInAsync(email);
        Assert.Equal([Roles.Expert], expert.Claims("role"));
        Assert.Equal([organisation.ToString()], expert.Claims("org"));
        Assert.Equal("accepted", (await admin.GetAsync<Page<InvitationRow>>("invitations")).Items.Single().State);
    }

    [Fact]
    public async Task A_revoked_invitation_and_roles_of_another_kind_are_refused()
    {
        var (admin, _, _) = await ApprovedAsync();
        var refusal = await admin.RefusedAsync(HttpMethod.Post, "invitations", new CreateInvitation(NewEmail(), "孙", [Roles.Organizer], Password));
        Assert.NotNull(refusal.Errors!["roles"]);

        var email = NewEmail();
        var row = await admin.PostAsync<InvitationRow>("invitations", new CreateInvitation(email, "孙", [Roles.Enterprise], Password));
        using (await admin.SendAsync(HttpMethod.Delete, $"invitations/{row.Id}"))
        {
        }

        var token = (await LinkAsync(email, "invitation"))["token"];
        Assert.Equal(404, (await NewBrowser().RefusedAsync(HttpMethod.Get, "invitations/by-token?token=" + token)).Status);
    }

    [Fact]
    public async Task Names_of_invited_people_are_one_line_and_no_link()
    {
        var (admin, _, _) = await ApprovedAsync();
        foreach (var name in new[] { "孙\n请点下面", "http://evil.example", "www.evil.example" })
        {
            Assert.NotNull((await admin.RefusedAsync(HttpMethod.Post, "invitations", new CreateInvitation(NewEmail(), name, [Roles.Enterprise], Password))).Errors!["name"]);
        }

        Assert.NotNull((await admin.RefusedAsync(HttpMethod.Post, "integrations", new CreateIntegration("ERP\n对接", Password))).Errors!["name"]);
        var email = NewEmail();
        await admin.DoAsync("invitations", new CreateInvitation(email, "孙", [Roles.Enterprise], Password));
        var token = (await LinkAsync(email, "invitation"))["token"];
        Assert.NotNull((await NewBrowser().RefusedAsync(HttpMethod.Post, "invitations/accept", new AcceptInvitation(token, "孙\n某", Password))).Errors!["name"]);
    }

    [Fact]
    public async Task An_address_is_invited_once_in_ten_minutes()
    {
        var (admin, _, _) = await ApprovedAsync();
        var email = NewEmail();
        await admin.DoAsync("invitations", new CreateInvitation(email, "孙", [Roles.Enterprise], Password));
        Assert.Equal("invited-already", (await admin.RefusedAsync(
            HttpMethod.Post, "invitations", new CreateInvitation(email.ToUpperInvariant(), "孙", [Roles.Enterprise], Password))).Code);
        // The link of the first one still works.
        var token = (await LinkAsync(email, "invitation"))["token"];
        await NewBrowser().GetAsync<InvitationView>("invitations/by-token?token=" + token);
    }

    [Fact]
    public async Task Invitations_are_at_most_30_open_and_50_a_day()
    {
        var (admin, _, _) = await ApprovedAsync();
        var open = new Queue<InvitationRow>();
        for (var sent = 0; sent < 50; sent++)
        {
            if (open.Count == 30)
            {
                Assert.Equal("too-many-invitations", (await RefusedAsync()).Code);
                (await admin.SendAsync(HttpMethod.Delete, $"invitations/{open.Dequeue().Id}")).Dispose();
            }

            open.Enqueue(await admin.PostAsync<InvitationRow>("invitations", new CreateInvitation(NewEmail(), "孙", [Roles.Enterprise], Password)));
        }

        (await admin.SendAsync(HttpMethod.Delete, $"invitations/{open.Dequeue().Id}")).Dispose();
        Assert.Equal("too-many-invitations-today", (await RefusedAsync()).Code);

        Task<Refusal> RefusedAsync() => admin.RefusedAsync(HttpMethod.Post, "invitations", new CreateInvitation(NewEmail(), "孙", [Roles.Enterprise], Password));
    }

    [Fact]
    public async Task Invitations_sent_at_once_keep_the_limit()
    {
        var (admin, _, organisation) = await ApprovedAsync();
        for (var i = 0; i < 27; i++)
        {
            await admin.DoAsync("invitations", new CreateInvitation(NewEmail(), "孙", [Roles.Enterprise], Password));
        }

        await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
            (await admin.SendAsync(HttpMethod.Post, "invitations", new CreateInvitation(NewEmail(), "孙", [Roles.Enterprise], Password))).Dispose()));
        Assert.InRange(await Host.UseAsync(db => db.Invitations.CountAsync(i => i.OrganisationId == organisation)), 28, 30);
    }

    [Fact]
    public async Task The_last_administrator_stays()
    {
        var (admin, email, _) = await ApprovedAsync();
        var self = await MemberAsync(admin, email);
        Assert.Equal("last-admin", (await admin.RefusedAsync(HttpMethod.Put, $"members/{self.Id}/roles", new ChangeRoles([Roles.Enterprise], self.Version))).Code);
        Assert.Equal("last-admin", (await admin.RefusedAsync(HttpMethod.Post, $"members/{self.Id}/deactivate", new ChangeMember(self.Version))).Code);
        var erase = await admin.RefusedAsync(HttpMethod.Post, "me/erase", new ConfirmWithPassword(Password));
        Assert.Equal(("last-admin", 409), (erase.Code, erase.Status));

        var (_, second) = await JoinAsync(admin, Roles.Enterprise);
        var other = await MemberAsync(admin, second);
        await admin.PutAsync<MemberRow>($"members/{other.Id}/roles", new ChangeRoles([Roles.Enterprise, Roles.OrganisationAdmin], other.Version));
        Assert.Equal(409, (await admin.RefusedAsync(HttpMethod.Put, $"members/{other.Id}/roles", new ChangeRoles([Roles.Enterprise], other.Version))).Status);
        await admin.PutAsync<MemberRow>($"members/{self.Id}/roles", new ChangeRoles([Roles.Enterprise], self.Version));
        // The token still names the role, the database does not.
        Assert.Equal(401, (await admin.RefusedAsync(HttpMethod.Get, "members")).Status);
        Assert.True(await admin.RenewAsync());
        Assert.Equal(403, (await admin.RefusedAsync(HttpMethod.Get, "members")).Status);
    }

    [Fact]
    public async Task An_officer_who_lost_the_role_reads_nothing_of_the_bureau_with_the_old_token()
    {
        var bureau = await BureauAsync();
        var (officer, email) = await JoinOfAsync(bureau, IdentityHost.BureauPassword, Roles.Organizer, Roles.Operator);
        await officer.DoneAsync("organisations");
        var row = await MemberAsync(bureau, email);
        await bureau.PutAsync<MemberRow>($"members/{row.Id}/roles", new ChangeRoles([Roles.Operator], row.Version));
        foreach (var path in new[] { "organisations", "audit", "accounts", "me" })
        {
            Assert.Equal(401, (await officer.RefusedAsync(HttpMethod.Get, path)).Status);
        }

        // The session goes on with what is left.
        Assert.True(await officer.RenewAsync());
        await officer.DoneAsync("accounts");
        Assert.Equal(403, (await officer.RefusedAsync(HttpMethod.Get, "organisations")).Status);
        Assert.Contains("identity.account-changed", await Host.FactsAboutAsync(row.Id));
    }

    [Fact]
    public async Task Two_administrators_cannot_remove_each_other_at_once()
    {
        for (var round = 0; round < 5; round++)
        {
            var (first, email, organisation) = await ApprovedAsync();
            var (second, otherEmail) = await JoinAsync(first, Roles.Enterprise, Roles.OrganisationAdmin);
            var (one, two) = (await MemberAsync(first, email), await MemberAsync(first, otherEmail));
            await Task.WhenAll(
                first.SendAsync(HttpMethod.Post, $"members/{two.Id}/deactivate", new ChangeMember(two.Version)),
                second.SendAsync(HttpMethod.Post, $"members/{one.Id}/deactivate", new ChangeMember(one.Version)));
            Assert.Equal(1, await Host.UseAsync(db => db.Users.CountAsync(a => a.OrganisationId == organisation && a.Active)));
        }
    }

    [Fact]
    public async Task A_deactivated_member_is_out_at_once_and_may_come_back()
    {
        var (admin, _, _) = await ApprovedAsync();
        var (member, email) = await JoinAsync(admin, Roles.Enterprise);
        var row = await MemberAsync(admin, email);
        row = await admin.PostAsync<MemberRow>($"members/{row.Id}/deactivate", new ChangeMember(row.Version));
        Assert.False(await member.RenewAsync());
        Assert.Equal(401, (await member.RefusedAsync(HttpMethod.Get, "me")).Status);
        Assert.StartsWith("/account/login?error=disabled", await NewBrowser().SignInAsync(email, Password), StringComparison.Ordinal);
        await admin.PostAsync<MemberRow>($"members/{row.Id}/reactivate", new ChangeMember(row.Version));
        await SignedInAsync(email);
    }

    [Fact]
    public async Task An_administrator_reaches_nothing_of_another_organisation()
    {
        var (admin, email, organisation) = await ApprovedAsync();
        var member = await MemberAsync(admin, email);
        var invitation = await admin.PostAsync<InvitationRow>("invitations", new CreateInvitation(NewEmail(), "孙", [Roles.Enterprise], Password));
        var integration = await admin.PostAsync<IntegrationCreated>("integrations", new CreateIntegration("ERP", Password));

        var (stranger, _, _) = await ApprovedAsync();
        Assert.Equal(404, (await stranger.RefusedAsync(HttpMethod.Put, $"members/{member.Id}/roles", new ChangeRoles([Roles.Enterprise], member.Version))).Status);
        Assert.Equal(404, (await stranger.RefusedAsync(HttpMethod.Post, $"members/{member.Id}/deactivate", new ChangeMember(member.Version))).Status);
        Assert.Equal(404, (await stranger.RefusedAsync(HttpMethod.Delete, $"invitations/{invitation.Id}")).Status);
        Assert.Equal(404, (await stranger.RefusedAsync(HttpMethod.Delete, $"integrations/{integration.Id}")).Status);
        Assert.Equal(403, (await stranger.RefusedAsync(HttpMethod.Get, $"organisations/{organisation}")).Status);
        Assert.Equal(403, (await stranger.RefusedAsync(HttpMethod.Post, $"organisations/{organisation}/approve", new ApproveOrganisation(1))).Status);
        Assert.Equal(403, (await stranger.RefusedAsync(HttpMethod.Get, "accounts")).Status);
        Assert.Equal(403, (await stranger.RefusedAsync(HttpMethod.Get, "changes")).Status);
        Assert.DoesNotContain((await AuditAsync(stranger, $"organisation={organisation}&size=100")).Items, a => a.OrganisationId == organisation);
        Assert.Equal(401, (await NewBrowser().RefusedAsync(HttpMethod.Get, "me")).Status);
    }

    [Fact]
    public async Task An_integration_acts_as_a_member_until_it_is_revoked()
    {
        var (admin, _, organisation) = await ApprovedAsync();
        var made = await admin.PostAsync<IntegrationCreated>("integrations", new CreateIntegration("ERP 对接", Password));
        var program = NewBrowser();
        Assert.Equal(HttpStatusCode.Unauthorized, await program.CredentialsAsync(made.ClientId, "wrong"));
        Assert.Equal(HttpStatusCode.OK, await program.CredentialsAsync(made.ClientId, made.Secret));
        Assert.Equal([Roles.Enterprise], program.Claims("role"));
        Assert.Equal([organisation.ToString()], program.Claims("org"));
        Assert.Equal(["true"], program.Claims("verified"));
        Assert.Equal(403, (await program.RefusedAsync(HttpMethod.Get, "me")).Status);

        using (var answer = await admin.SendAsync(HttpMethod.Delete, $"integrations/{made.Id}"))
        {
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        }

        Assert.Equal(401, (await program.RefusedAsync(HttpMethod.Get, "me")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, await program.CredentialsAsync(made.ClientId, made.Secret));
        Assert.NotNull((await admin.GetAsync<List<IntegrationRow>>("integrations")).Single().RevokedAt);
    }

    [Fact]
    public async Task Personal_data_can_be_taken_along_and_erased()
    {
        var (admin, _, organisation) = await ApprovedAsync();
        var (member, email) = await JoinAsync(admin, Roles.Enterprise);
        var me = await member.GetAsync<MeView>("me");
        me = await member.PutAsync<MeView>("me", new UpdateMe("新名字", "13900000000", "en", me.Version));
        Assert.Equal(("新名字", "en"), (me.Name, me.Language));
        Assert.Equal(409, (await member.RefusedAsync(HttpMethod.Put, "me", new UpdateMe("旧名字", null, "en", me.Version - 1))).Status);
        var data = await member.GetAsync<MyData>("me/export");
        Assert.Equal((email, "13900000000"), (data.Email, data.Phone));
        Assert.Contains(data.Actions, a => a.Verb == "invitation.accept");

        await member.DoAsync("me/erase", new ConfirmWithPassword(Password));
        Assert.False(await member.RenewAsync());
        Assert.StartsWith("/account/login?error=invalid", await NewBrowser().SignInAsync(email, Password), StringComparison.Ordinal);
        var shell = await Host.UseAsync(db => db.Users.SingleAsync(a => a.Id == me.Id));
        Assert.Equal((null, null, null, "已注销用户"), (shell.Email, shell.PhoneNumber, shell.PasswordHash, shell.DisplayName));
        var trail = await AuditAsync(admin, "size=100");
        Assert.DoesNotContain(trail.Items, a => a.Actor == "新名字" || a.Target == "新名字" || a.After?.Contains("新名字", StringComparison.Ordinal) == true);
        Assert.Contains(trail.Items, a => a.Verb == "account.erase" && a.OrganisationId == organisation);
        Assert.False(await Host.UseAsync(db => db.Invitations.AnyAsync(i => i.Email == email)));
    }

    [Fact]
    public async Task The_operator_locks_and_unlocks()
    {
        var (admin, _, _) = await ApprovedAsync();
        var (_, email) = await JoinAsync(admin, Roles.Enterprise);
        var row = await MemberAsync(admin, email);
        var bureau = await BureauAsync();
        var found = await bureau.GetAsync<Page<AccountRow>>($"accounts?q={email.ToUpperInvariant()}");
        Assert.Equal(row.Id, found.Items.Single().Id);
        await bureau.DoAsync($"accounts/{row.Id}/lock", new LockAccount("冒用他人身份"));
        Assert.StartsWith("/account/login?error=disabled", await NewBrowser().SignInAsync(email, Password), StringComparison.Ordinal);
        row = await MemberAsync(admin, email);
        Assert.Equal("locked-by-operator", (await admin.RefusedAsync(HttpMethod.Post, $"members/{row.Id}/reactivate", new ChangeMember(row.Version))).Code);
        await bureau.DoAsync($"accounts/{row.Id}/unlock", new { });
        await SignedInAsync(email);
        var own = await bureau.GetAsync<MeView>("me");
        Assert.Equal("own-account", (await bureau.RefusedAsync(HttpMethod.Post, $"accounts/{own.Id}/lock", new LockAccount("试一试"))).Code);
    }

    [Fact]
    public async Task Marks_are_set_with_the_approval_or_not_at_all()
    {
        var (admin, _) = await RegisterAsync();
        var id = (await admin.GetAsync<OrganisationView>("organisation")).Id;
        var bureau = await BureauAsync();
        var review = await bureau.GetAsync<OrganisationReview>($"organisations/{id}");
        Assert.Equal("13800000000", review.Members.Single().Phone);
        Assert.Equal("version-conflict", (await bureau.RefusedAsync(HttpMethod.Post, $"organisations/{id}/approve", new ApproveOrganisation(review.Organisation.Version - 1, true, true))).Code);
        Assert.False((await bureau.GetAsync<OrganisationReview>($"organisations/{id}")).Organisation.AboveScale);
        var approved = await bureau.PostAsync<OrganisationView>($"organisations/{id}/approve", new ApproveOrganisation(review.Organisation.Version, true, false));
        Assert.Equal((OrganisationStatus.Approved, true, false), (approved.Status, approved.AboveScale, approved.HighTech));
    }

    [Fact]
    public async Task The_bureau_sets_marks_suspends_and_finds()
    {
        var (admin, _, id) = await ApprovedAsync();
        var bureau = await BureauAsync();
        var own = await admin.GetAsync<OrganisationView>("organisation");
        Assert.Equal("approved-fields", (await admin.RefusedAsync(HttpMethod.Put, "organisation", new UpdateOrganisation(own.Form with { Name = "泰州大学" }, own.Version))).Code);
        var marked = await bureau.PutAsync<OrganisationView>($"organisations/{id}/flags", new SetOrganisationFlags(true, true, own.Version));
        Assert.True(marked.AboveScale && marked.HighTech && marked.Version == own.Version + 1);
        Assert.Equal("version-conflict", (await bureau.RefusedAsync(HttpMethod.Put, $"organisations/{id}/flags", new SetOrganisationFlags(false, true, own.Version))).Code);

        var rows = await bureau.GetAsync<Page<OrganisationRow>>($"organisations?status=approved&kind=enterprise&q={own.Form.CreditCode!.ToLowerInvariant()}");
        Assert.Equal(id, rows.Items.Single().Id);
        await bureau.DoAsync($"organisations/{id}/suspend", new RefuseOrganisation("资料不实", marked.Version));
        Assert.True(await admin.RenewAsync());
        Assert.Equal(["false"], admin.Claims("verified"));
        Assert.True((await NewBrowser().GetAsync<OrganisationFigures>("figures")).Enterprises >= 0);
    }

    [Fact]
    public async Task Other_services_read_the_latest_states()
    {
        var (_, _, organisation) = await ApprovedAsync();
        var service = NewBrowser();
        Assert.Equal(HttpStatusCode.OK, await service.CredentialsAsync(ServiceTokens.ClientId, IdentityHost.InternalSecret));
        List<IdentityChange> all = [];
        for (var cursor = 0L; ;)
        {
            var page = await service.GetAsync<List<IdentityChange>>($"changes?after={cursor}&size=7");
            if (page.Count == 0)
            {
                break;
            }

            all.AddRange(page);
            cursor = page[^1].Cursor;
        }

        var found = all.Single(c => c.Organisation?.Id == organisation).Organisation!;
        Assert.Equal((OrganisationStatus.Approved, 2L), (found.Organisation.Status, found.Version));
        Assert.Contains(all, c => c.Account?.Account.OrganisationId == organisation);
        Assert.Equal(403, (await service.RefusedAsync(HttpMethod.Get, "accounts")).Status);
    }
}

public sealed class SqliteMemberTests(SharedHosts hosts) : MemberTests(hosts, DatabaseKind.Sqlite);

public sealed class PostgresMemberTests(SharedHosts hosts) : MemberTests(hosts, DatabaseKind.Postgres);
