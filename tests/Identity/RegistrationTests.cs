using System.Diagnostics;
using System.Net;
using Matchmaking.Contracts.Identity;
using Matchmaking.Testing;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Identity.Tests;

public abstract class RegistrationTests(SharedHosts hosts, DatabaseKind kind) : IdentityTests(hosts, kind)
{
    [Fact]
    public async Task A_registered_organisation_is_verified_once_the_bureau_approves()
    {
        var email = NewEmail();
        await NewBrowser().DoAsync("registrations", Registration(email));
        Assert.StartsWith("/account/login?error=invalid", await NewBrowser().SignInAsync(email, Password), StringComparison.Ordinal);

        var mail = (await Host.MailsToAsync(email)).Single();
        Assert.Equal("confirm-email", mail.Template);
        Assert.StartsWith(Host.Url + "/account/confirm?account=", mail.Values["link"], StringComparison.Ordinal);
        await ConfirmAsync(email);
        var admin = await SignedInAsync(email);
        Assert.Equal(["false"], admin.Claims("verified"));
        Assert.Equal(["enterprise", "org-admin"], admin.Claims("role").Order());
        Assert.Equal(["enterprise"], admin.Claims("org_kind"));
        Assert.Equal(["matchmaking"], admin.Claims("aud"));
        Assert.Equal("at+jwt", admin.Token.Typ);
        Assert.Equal(403, (await admin.RefusedAsync(HttpMethod.Get, "members")).Status);
        var me = await admin.GetAsync<MeView>("me");
        Assert.Equal(OrganisationStatus.Pending, me.Organisation!.Status);

        var bureau = await BureauAsync();
        var review = await bureau.GetAsync<OrganisationReview>($"organisations/{me.Organisation.Id}");
        Assert.All(review.Checks, c => Assert.True(c.Passed, c.Text));
        await bureau.DoAsync($"organisations/{me.Organisation.Id}/approve", new ApproveOrganisation(review.Organisation.Version));

        Assert.True(await admin.RenewAsync());
        Assert.Equal(["true"], admin.Claims("verified"));
        Assert.Single((await admin.GetAsync<MemberPage>("members")).Items);
        Assert.Contains(await Host.MailsToAsync(email), m => m.Template == "organisation-approved");
        Assert.Equal(2, (await Host.FactsAboutAsync(me.Organisation.Id)).Count(f => f == "identity.organisation-changed"));
        var audit = await AuditAsync(bureau, $"organisation={me.Organisation.Id}&verb=organisation.approve");
        Assert.Equal(("Pending", "Approved"), (audit.Items.Single().Before, audit.Items.Single().After));
    }

    [Fact]
    public async Task A_rejected_organisation_reads_the_reason_and_may_submit_again()
    {
        var (admin, email) = await RegisterAsync();
        var own = await admin.GetAsync<OrganisationView>("organisation");
        var bureau = await BureauAsync();
        await bureau.DoAsync($"organisations/{own.Id}/reject", new RefuseOrganisation("请补充单位简介", own.Version));
        Assert.Equal("请补充单位简介", (await Host.MailsToAsync(email)).Last().Values["reason"]);

        own = await admin.GetAsync<OrganisationView>("organisation");
        Assert.Equal((OrganisationStatus.Rejected, "请补充单位简介"), (own.Status, own.RejectReason));
        own = await admin.PutAsync<OrganisationView>("organisation", new UpdateOrganisation(own.Form with { Introduction = "做轴承" }, own.Version));
        Assert.Equal((OrganisationStatus.Pending, (string?)null), (own.Status, own.RejectReason));
    }

    [Fact]
    public async Task A_wrong_credit_code_is_named_with_its_position()
    {
        var code = NewCreditCode();
        var wrong = code[..17] + (code[17] == 'A' ? 'B' : 'A');
        var refusal = await NewBrowser().RefusedAsync(HttpMethod.Post, "registrations", Registration(NewEmail(), code: wrong));
        Assert.Equal((400, "invalid"), (refusal.Status, refusal.Code));
        Assert.Equal("统一社会信用代码第 18 位校验不符，请核对营业执照", (string?)refusal.Errors!["organisation.creditCode"]![0]);
    }

    [Fact]
    public async Task A_taken_credit_code_is_answered_like_a_free_one_and_told_by_mail_to_both_sides()
    {
        var code = NewCreditCode();
        var (_, email) = await RegisterAsync(code: code);
        var (colleague, other) = (NewEmail(), NewEmail());
        Assert.Equal(await AnswerAsync(NewEmail(), NewCreditCode()), await AnswerAsync(colleague, $" {code.ToLowerInvariant()} "));

        var mail = Assert.Single(await Host.MailsToAsync(colleague));
        Assert.Equal("organisation-taken", mail.Template);
        Assert.DoesNotContain(email, string.Concat(mail.Values.Values), StringComparison.Ordinal);
        Assert.Equal("", mail.Values["organisation"]);
        var told = (await Host.MailsToAsync(email)).Last();
        Assert.Equal(("colleague-registered", colleague), (told.Template, told.Values["address"]));
        Assert.DoesNotContain("王工", told.Values["address"] + told.Values["reason"], StringComparison.Ordinal);

        // Whether an address was known cannot be read from the fate of a credit code either.
        var free = NewCreditCode();
        await AnswerAsync(email, free);
        Assert.Equal(await AnswerAsync(other, free), await AnswerAsync(NewEmail(), code));
        Assert.Equal("confirm-email", Assert.Single(await Host.MailsToAsync(other)).Template);

        async Task<string> AnswerAsync(string address, string typed)
        {
            using var answer = await NewBrowser().SendAsync(HttpMethod.Post, "registrations", Registration(address, code: typed));
            return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
        }
    }

    [Fact]
    public async Task Registrations_of_one_credit_code_are_answered_alike_and_the_first_confirmed_one_makes_the_organisation()
    {
        var code = NewCreditCode();
        var emails = Enumerable.Range(0, 4).Select(_ => NewEmail()).ToList();
        var answers = await Task.WhenAll(emails.Select(async email =>
        {
            using var answer = await NewBrowser().SendAsync(HttpMethod.Post, "registrations", Registration(email, code: code));
            return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
        }));
        Assert.StartsWith("202", Assert.Single(answers.Distinct()), StringComparison.Ordinal);
        Assert.Equal(0, await Host.UseAsync(db => db.Organisations.CountAsync(o => o.CreditCode == code)));

        var links = await Task.WhenAll(emails.Select(e => LinkAsync(e, "confirm-email")));
        var confirmed = await Task.WhenAll(links.Select(async link =>
        {
            using var answer = await NewBrowser().SendAsync(
                HttpMethod.Post, "email-confirmations", new ConfirmEmail(Guid.Parse(link["account"]), link["token"], Password));
            return answer.StatusCode;
        }));
        Assert.Equal([HttpStatusCode.NoContent, HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.Conflict], confirmed.Order());
        Assert.Equal(1, await Host.UseAsync(db => db.Organisations.CountAsync(o => o.CreditCode == code)));
    }

    [Fact]
    public async Task A_form_that_is_only_checked_says_what_is_wrong_and_registers_nothing()
    {
        var email = NewEmail();
        var form = Registration(email) with { CheckOnly = true };
        Assert.NotNull((await NewBrowser().RefusedAsync(HttpMethod.Post, "registrations", form with { Admin = form.Admin with { Email = "nobody" } })).Errors!["admin.email"]);
        await NewBrowser().DoAsync("registrations", form);
        Assert.Empty(await Host.MailsToAsync(email));
    }

    [Fact]
    public async Task The_bureau_cannot_register_itself_and_all_faults_come_at_once()
    {
        var request = new RegisterOrganisation(
            OrganisationKind.Bureau, new OrganisationForm(), new NewAdministrator { Email = "nobody" });
        var refusal = await NewBrowser().RefusedAsync(HttpMethod.Post, "registrations", request);
        Assert.Equal(
            ["admin.email", "admin.name", "kind", "organisation.name"],
            refusal.Errors!.Select(e => e.Key).Order());
    }

    [Fact]
    public async Task An_address_in_use_gets_the_same_answer_in_similar_time()
    {
        var (_, taken) = await RegisterAsync();
        var (first, fresh) = await TimeAsync(NewEmail);
        var (second, known) = await TimeAsync(() => taken);
        Assert.Equal(first, second);
        Assert.InRange(Math.Abs((fresh - known).TotalMilliseconds), 0, 350);
        Assert.Equal("reset-password", (await Host.MailsToAsync(taken)).Last().Template);

        // The fastest of several: a busy machine slows single answers of either sort.
        async Task<(string, TimeSpan)> TimeAsync(Func<string> email)
        {
            var answers = new List<(string Text, TimeSpan Time)>();
            for (var i = 0; i < 5; i++)
            {
                var clock = Stopwatch.StartNew();
                using var answer = await NewBrowser().SendAsync(HttpMethod.Post, "registrations", Registration(email()));
                answers.Add(($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}", clock.Elapsed));
            }

            return (Assert.Single(answers.Select(a => a.Text).Distinct()), answers.Min(a => a.Time));
        }
    }

    [Fact]
    public async Task Registrations_of_one_address_at_once_are_answered_alike()
    {
        var email = NewEmail();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            using var answer = await NewBrowser().SendAsync(HttpMethod.Post, "registrations", Registration(email));
            return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
        }));
        Assert.StartsWith("202", Assert.Single(answers.Distinct()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_weak_password_does_not_tell_whether_there_is_such_an_account()
    {
        var (_, email) = await RegisterAsync();
        var known = await Host.UseAsync(db => Task.FromResult(db.Users.Single(a => a.Email == email).Id));
        var answers = new List<Refusal>();
        foreach (var account in new[] { known, Guid.NewGuid() })
        {
            answers.Add(await NewBrowser().RefusedAsync(HttpMethod.Post, "password-resets/complete", new ResetPassword(account, "x", "weak")));
        }

        Assert.All(answers, a => Assert.Equal("link-invalid", a.Code));
    }

    [Fact]
    public async Task A_visitors_key_is_ignored()
    {
        var email = NewEmail();
        var request = Registration(email);
        using var first = await NewBrowser().SendAsync(HttpMethod.Post, "registrations", request, "once-" + email);
        using var second = await NewBrowser().SendAsync(HttpMethod.Post, "registrations", request, "once-" + email);
        Assert.Equal((first.StatusCode, await first.Content.ReadAsStringAsync()), (second.StatusCode, await second.Content.ReadAsStringAsync()));
        Assert.False(second.Headers.Contains("Idempotent-Replay"));
        Assert.Equal(2, await Host.UseAsync(db => db.Registrations.CountAsync(r => r.Email == email)));
    }

    [Fact]
    public async Task Mails_asked_for_with_keys_hold_up_no_sign_in()
    {
        var asked = Enumerable.Range(0, 50)
            .Select(i => NewBrowser().SendAsync(HttpMethod.Post, "password-resets", new AskForMail(NewEmail()), $"hold-{Guid.NewGuid()}"))
            .ToList();
        var clock = Stopwatch.StartNew();
        await BureauAsync();
        // One after the other they would take twenty seconds.
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.All(await Task.WhenAll(asked), a => Assert.Equal(HttpStatusCode.Accepted, a.StatusCode));
    }

    [Theory]
    [InlineData("王工\n您好：请点"), InlineData("王工\u2028您好"), InlineData("请看 https://evil.example"), InlineData("WWW.evil.example")]
    public async Task A_persons_name_is_one_line_and_no_link(string name)
    {
        var request = Registration(NewEmail());
        request = request with { Admin = request.Admin with { Name = name } };
        Assert.NotNull((await NewBrowser().RefusedAsync(HttpMethod.Post, "registrations", request)).Errors!["admin.name"]);
        var (admin, _) = await RegisterAsync();
        var me = await admin.GetAsync<MeView>("me");
        Assert.NotNull((await admin.RefusedAsync(HttpMethod.Put, "me", new UpdateMe(name, null, "zh-CN", me.Version))).Errors!["name"]);
    }

    [Fact]
    public async Task An_organisations_texts_are_one_line_but_for_its_introduction()
    {
        var request = Registration(NewEmail(), name: "某单位\n请点下面");
        request = request with { Organisation = request.Organisation with { ShortName = "某\r单位", Introduction = "一\n二" } };
        Assert.Equal(
            ["organisation.name", "organisation.shortName"],
            (await NewBrowser().RefusedAsync(HttpMethod.Post, "registrations", request)).Errors!.Select(e => e.Key).Order());
    }

    [Fact]
    public async Task An_address_that_nobody_confirmed_gets_no_typed_name()
    {
        var taken = NewCreditCode();
        await RegisterAsync(code: taken);
        var email = NewEmail();
        await NewBrowser().DoAsync("registrations", Registration(email));
        await NewBrowser().DoAsync("email-confirmations/resend", new AskForMail(email));
        var colleague = NewEmail();
        await NewBrowser().DoAsync("registrations", Registration(colleague, code: taken));
        var mails = (await Host.MailsToAsync(email)).Concat(await Host.MailsToAsync(colleague)).ToList();
        Assert.Equal(["confirm-email", "confirm-email", "organisation-taken"], mails.Select(m => m.Template).Order());
        Assert.All(mails, m => Assert.DoesNotContain("王工", string.Concat(m.Values.Values), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_credit_code_that_was_registered_is_the_bureaus_to_change_and_a_taken_one_is_not_told()
    {
        var taken = NewCreditCode();
        await RegisterAsync(code: taken);
        var (admin, _) = await RegisterAsync();
        var own = await admin.GetAsync<OrganisationView>("organisation");
        var answers = new List<Refusal>();
        foreach (var code in new[] { taken, NewCreditCode() })
        {
            answers.Add(await admin.RefusedAsync(
                HttpMethod.Put, "organisation", new UpdateOrganisation(own.Form with { CreditCode = code }, own.Version)));
        }

        Assert.Equal((409, "credit-code-registered"), Assert.Single(answers.Select(a => (a.Status, a.Code)).Distinct()));
        Assert.Single(answers.Select(a => a.Detail).Distinct());
        var bureau = await BureauAsync();
        var right = NewCreditCode();
        own = await bureau.PutAsync<OrganisationView>($"organisations/{own.Id}", new UpdateOrganisation(own.Form with { CreditCode = right }, own.Version));
        Assert.Equal(right, own.Form.CreditCode);
    }

    [Fact]
    public async Task A_forgotten_password_is_reset_by_mail_and_old_sessions_end()
    {
        var (admin, email) = await RegisterAsync();
        var refresh = admin.Refresh;
        var known = await NewBrowser().PostAsync<MailSent>("password-resets", new AskForMail(email));
        var unknown = await NewBrowser().PostAsync<MailSent>("password-resets", new AskForMail(NewEmail()));
        Assert.Equal(known, unknown);

        var link = await LinkAsync(email, "reset-password");
        var account = Guid.Parse(link["account"]);
        await NewBrowser().DoAsync("password-resets/complete", new ResetPassword(account, link["token"], "Another-pass-word-9"));
        Assert.False(await admin.RenewAsync(refresh));
        Assert.Equal(401, (await admin.RefusedAsync(HttpMethod.Get, "me")).Status);
        Assert.StartsWith("/account/login?error=invalid", await NewBrowser().SignInAsync(email, Password), StringComparison.Ordinal);
        await SignedInAsync(email, "Another-pass-word-9");

        var again = await NewBrowser().RefusedAsync(HttpMethod.Post, "password-resets/complete", new ResetPassword(account, link["token"], "Third-pass-word-9"));
        Assert.Equal("link-invalid", again.Code);
        var stranger = await NewBrowser().RefusedAsync(HttpMethod.Post, "password-resets/complete", new ResetPassword(Guid.NewGuid(), "x", "Third-pass-word-9"));
        Assert.Equal("link-invalid", stranger.Code);
    }
}

public sealed class SqliteRegistrationTests(SharedHosts hosts) : RegistrationTests(hosts, DatabaseKind.Sqlite);

public sealed class PostgresRegistrationTests(SharedHosts hosts) : RegistrationTests(hosts, DatabaseKind.Postgres);
