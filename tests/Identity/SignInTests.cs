using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Matchmaking.Contracts.Identity;
using Matchmaking.Testing;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Identity.Tests;

public abstract class SignInTests(SharedHosts hosts, DatabaseKind kind) : IdentityTests(hosts, kind)
{
    [Fact]
    public async Task Five_wrong_passwords_lock_for_fifteen_minutes()
    {
        var (_, email) = await RegisterAsync();
        for (var i = 0; i < 5; i++)
        {
            Assert.StartsWith("/account/login?error=invalid", await NewBrowser().SignInAsync(email, "wrong"), StringComparison.Ordinal);
        }

        Assert.StartsWith("/account/login?error=invalid", await NewBrowser().SignInAsync(email, Password), StringComparison.Ordinal);
        var (end, now) = (await LockoutEndAsync(email), TimeProvider.System.GetUtcNow());
        Assert.InRange(end - now, TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(15));
        var account = await AccountOf(email);
        Assert.Single((await AuditAsync(await BureauAsync(), "verb=account.locked-out&size=100")).Items, a => a.TargetId == account);
    }

    [Fact]
    public async Task Wrong_passwords_sent_at_once_count_one_by_one()
    {
        var (_, email) = await RegisterAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => NewBrowser().SignInAsync(email, "wrong")));
        Assert.NotEqual(default, await LockoutEndAsync(email));
        Assert.NotNull(await NewBrowser().SignInAsync(email, Password));
    }

    [Fact]
    public async Task An_unknown_address_a_wrong_password_and_a_locked_account_look_alike()
    {
        var (_, known) = await RegisterAsync();
        var (_, locked) = await RegisterAsync();
        for (var i = 0; i < 5; i++)
        {
            await NewBrowser().SignInAsync(locked, "wrong");
        }

        var answers = new List<(string Text, TimeSpan Time)>();
        foreach (var email in new[] { NewEmail(), known, locked })
        {
            answers.Add(await AnswerAsync(email));
        }

        Assert.Single(answers.Select(a => a.Text).Distinct());
        Assert.All(answers, a => Assert.True(a.Time >= TimeSpan.FromMilliseconds(380), $"{a.Time}"));

        // The one who can read the mailbox learns of it, once.
        Assert.Single(await Host.MailsToAsync(locked), m => m.Template == "account-locked");
        Assert.DoesNotContain(await Host.MailsToAsync(known), m => m.Template == "account-locked");

        async Task<(string, TimeSpan)> AnswerAsync(string email)
        {
            var clock = Stopwatch.StartNew();
            using var answer = await NewBrowser().PostFormAsync(
                "/connect/sign-in", Host.Url, [("email", email), ("password", "wrong"), ("returnUrl", "/")]);
            var text = $"{(int)answer.StatusCode} {answer.Headers.Location} {await answer.Content.ReadAsStringAsync()}";
            return (text.Replace(Uri.EscapeDataString(email), "", StringComparison.Ordinal), clock.Elapsed);
        }
    }

    [Theory]
    [InlineData("https://evil.example/"), InlineData("//evil.example"), InlineData("/\\evil.example"), InlineData("/\t/evil.example")]
    [InlineData("javascript:alert(1)"), InlineData("")]
    public async Task The_return_address_never_leaves_the_portal(string address)
    {
        var next = await NewBrowser().PostFormAsync(
            "/connect/sign-in", ("email", IdentityHost.BureauEmail), ("password", IdentityHost.BureauPassword), ("returnUrl", address));
        Assert.Equal("/", next);
    }

    [Fact]
    public async Task Forms_of_other_sites_are_refused()
    {
        using var answer = await NewBrowser().PostFormAsync(
            "/connect/sign-in", "https://evil.example", [("email", IdentityHost.BureauEmail), ("password", IdentityHost.BureauPassword)]);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task The_cookie_is_closed_to_scripts_and_other_sites()
    {
        using var answer = await NewBrowser().PostFormAsync(
            "/connect/sign-in", Host.Url, [("email", IdentityHost.BureauEmail), ("password", IdentityHost.BureauPassword)]);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("mm.identity=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_authenticator_app_is_asked_for_and_recovery_codes_work_once()
    {
        var (admin, email) = await RegisterAsync();
        var setup = await admin.PostAsync<TwoFactorSetup>("me/two-factor", new { });
        Assert.StartsWith("<svg", setup.QrSvg, StringComparison.Ordinal);
        Assert.StartsWith("otpauth://totp/", setup.Uri, StringComparison.Ordinal);
        Assert.NotNull((await admin.RefusedAsync(HttpMethod.Post, "me/two-factor/enable", new EnableTwoFactor("000000", Password))).Errors!["code"]);
        foreach (var password in new[] { null, "", "wrong" })
        {
            Assert.NotNull((await admin.RefusedAsync(HttpMethod.Post, "me/two-factor/enable", new EnableTwoFactor(Totp(setup.SharedKey), password!))).Errors!["password"]);
        }

        var codes = await admin.PostAsync<RecoveryCodes>("me/two-factor/enable", new EnableTwoFactor(Totp(setup.SharedKey), Password));
        Assert.Equal(10, codes.Codes.Count);
        Assert.Equal("two-factor-on", (await admin.RefusedAsync(HttpMethod.Post, "me/two-factor", new { })).Code);

        var browser = NewBrowser();
        var page = await browser.SignInAsync(email, Password);
        Assert.StartsWith("/account/two-factor?returnUrl=%2Fconnect%2Fauthorize", page, StringComparison.Ordinal);
        Assert.StartsWith("/account/two-factor?error=invalid", await browser.SecondFactorAsync("123456", page!), StringComparison.Ordinal);
        // The one that turned it on is used up.
        Assert.Null(await browser.SecondFactorAsync(Totp(setup.SharedKey, 1), page!));
        Assert.True((await browser.GetAsync<MeView>("me")).TwoFactor);

        var other = NewBrowser();
        page = await other.SignInAsync(email, Password);
        Assert.Null(await other.SecondFactorAsync(codes.Codes[0], page!));
        Assert.Equal(9, (await other.GetAsync<MeView>("me")).RecoveryCodesLeft);
        var third = NewBrowser();
        page = await third.SignInAsync(email, Password);
        Assert.StartsWith("/account/two-factor?error=invalid", await third.SecondFactorAsync(codes.Codes[0], page!), StringComparison.Ordinal);

        await other.DoAsync("me/two-factor/disable", new ConfirmWithPassword(Password));
        await SignedInAsync(email);
    }

    [Fact]
    public async Task A_code_of_the_app_works_once_also_for_two_who_send_it_at_once()
    {
        var (admin, email) = await RegisterAsync();
        var setup = await admin.PostAsync<TwoFactorSetup>("me/two-factor", new { });
        var first = Totp(setup.SharedKey);
        await admin.DoAsync("me/two-factor/enable", new EnableTwoFactor(first, Password));
        var reader = NewBrowser();
        var page = await reader.SignInAsync(email, Password);
        Assert.StartsWith("/account/two-factor?error=invalid", await reader.SecondFactorAsync(first, page!), StringComparison.Ordinal);

        var code = Totp(setup.SharedKey, 1);
        var browsers = new[] { NewBrowser(), NewBrowser(), NewBrowser() };
        var pages = new List<string>();
        foreach (var browser in browsers)
        {
            pages.Add((await browser.SignInAsync(email, Password))!);
        }

        var answers = await Task.WhenAll(browsers.Zip(pages).Select(b => b.First.SecondFactorAsync(code, b.Second)));
        Assert.Single(answers, a => a is null);
    }

    [Fact]
    public async Task Strangers_guesses_lock_strangers_out_and_not_the_browser_that_has_signed_in_before()
    {
        var (_, email) = await RegisterAsync();
        var known = await SignedInAsync(email);
        await GuessAsync(NewBrowser);
        Assert.NotNull(await NewBrowser().SignInAsync(email, Password));

        Assert.Equal("/", await known.PostFormAsync("/connect/endsession"));
        Assert.Null(await known.SignInAsync(email, Password));
        // Nor does the lock keep its session from what asks for the password again.
        await known.DoAsync("me/two-factor/disable", new ConfirmWithPassword(Password));

        // It has a count of its own.
        Assert.Equal("/", await known.PostFormAsync("/connect/endsession"));
        await GuessAsync(() => known);
        Assert.StartsWith("/account/login?error=invalid", await known.SignInAsync(email, Password), StringComparison.Ordinal);

        async Task GuessAsync(Func<Browser> browser)
        {
            for (var i = 0; i < 5; i++)
            {
                Assert.StartsWith("/account/login?error=invalid", await browser().SignInAsync(email, "wrong"), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_browser_known_to_one_account_is_a_stranger_to_another()
    {
        var (_, mine) = await RegisterAsync();
        var (_, victim) = await RegisterAsync();
        var browser = await SignedInAsync(mine);
        Assert.Equal("/", await browser.PostFormAsync("/connect/endsession"));
        for (var i = 0; i < 5; i++)
        {
            await browser.SignInAsync(victim, "wrong");
        }

        Assert.NotEqual(default, await LockoutEndAsync(victim));
        Assert.NotNull(await browser.SignInAsync(victim, Password));
        Assert.Null(await browser.SignInAsync(mine, Password));
    }

    [Fact]
    public async Task Guessing_the_second_factor_locks_too()
    {
        var (admin, email) = await RegisterAsync();
        var setup = await admin.PostAsync<TwoFactorSetup>("me/two-factor", new { });
        await admin.DoAsync("me/two-factor/enable", new EnableTwoFactor(Totp(setup.SharedKey), Password));
        var browser = NewBrowser();
        var page = (await browser.SignInAsync(email, Password))!;
        for (var i = 0; i < 4; i++)
        {
            await browser.SecondFactorAsync("ABCDE-FGHIJ", page);
        }

        Assert.StartsWith("/account/login?error=locked", await browser.SecondFactorAsync("ABCDE-FGHIJ", page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_form_alone_signs_nobody_in() =>
        Assert.StartsWith(
            "/account/login?error=expired", await NewBrowser().PostFormAsync("/connect/two-factor", ("code", "123456")), StringComparison.Ordinal);

    [Fact]
    public async Task Refresh_tokens_are_rotated_and_prompts_are_kept()
    {
        var browser = await BureauAsync();
        var first = browser.Refresh;
        Assert.True(await browser.RenewAsync());
        Assert.NotEqual(first, browser.Refresh);

        Assert.Contains("code=", await browser.GetLocationAsync(browser.AuthorizeAddress("&prompt=none")), StringComparison.Ordinal);
        var page = await browser.GetLocationAsync(browser.AuthorizeAddress("&prompt=login"));
        Assert.StartsWith("/account/login", page, StringComparison.Ordinal);
        Assert.DoesNotContain("prompt", Browser.ReturnUrlOf(page), StringComparison.Ordinal);
        Assert.Contains("error=login_required", await NewBrowser().GetLocationAsync(browser.AuthorizeAddress("&prompt=none")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_at_Identity()
    {
        var (browser, elsewhere) = (await BureauAsync(), await BureauAsync());
        await browser.DoneAsync("me/session");
        var next = await browser.GetLocationAsync(
            $"/connect/endsession?id_token_hint={browser.Id}&post_logout_redirect_uri={Uri.EscapeDataString(Host.Url + "/signout-callback-oidc")}&state=x");
        Assert.StartsWith(Host.Url + "/signout-callback-oidc", next, StringComparison.Ordinal);
        Assert.StartsWith("/account/login", await browser.GetLocationAsync(browser.AuthorizeAddress()), StringComparison.Ordinal);
        Assert.Equal(404, (await browser.RefusedAsync(HttpMethod.Get, "me/session")).Status);
        Assert.False(await browser.RenewAsync());

        // The same person's other device stays signed in.
        Assert.True(await elsewhere.RenewAsync());
        await elsewhere.DoneAsync("me/session");
    }

    [Fact]
    public async Task Another_sites_link_or_form_signs_nobody_out()
    {
        var browser = await BureauAsync();
        var (stranger, _) = await RegisterAsync();
        foreach (var address in new[] { "/connect/endsession", "/connect/endsession?id_token_hint=" + stranger.Id })
        {
            Assert.Equal("/account/sign-out", await browser.GetLocationAsync(address));
        }

        using (var form = await browser.PostFormAsync("/connect/endsession", "https://evil.example", []))
        {
            Assert.Equal("/account/sign-out", form.Headers.Location?.OriginalString);
        }

        Assert.Contains("code=", await browser.GetLocationAsync(browser.AuthorizeAddress()), StringComparison.Ordinal);
        Assert.Equal("/", await browser.PostFormAsync("/connect/endsession"));
        Assert.StartsWith("/account/login", await browser.GetLocationAsync(browser.AuthorizeAddress()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copied_cookie_opens_nothing_after_the_sign_out()
    {
        using var signedIn = await NewBrowser().PostFormAsync(
            "/connect/sign-in", Host.Url, [("email", IdentityHost.BureauEmail), ("password", IdentityHost.BureauPassword)]);
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("mm.identity=", StringComparison.Ordinal)).Split(';')[0];
        Assert.Contains("code=", await LocationAsync(HttpMethod.Get, NewBrowser().AuthorizeAddress()), StringComparison.Ordinal);
        Assert.Equal("/", await LocationAsync(HttpMethod.Post, "/connect/endsession"));
        Assert.StartsWith("/account/login", await LocationAsync(HttpMethod.Get, NewBrowser().AuthorizeAddress()), StringComparison.Ordinal);

        async Task<string> LocationAsync(HttpMethod method, string path)
        {
            using var request = new HttpRequestMessage(method, path) { Headers = { { "Cookie", cookie } } };
            request.Content = method == HttpMethod.Post ? new FormUrlEncodedContent([]) : null;
            using var answer = await NewBrowser().GetRawAsync(request);
            return answer.Headers.Location!.OriginalString;
        }
    }

    [Fact]
    public async Task A_changed_password_ends_all_sessions()
    {
        var (admin, email) = await RegisterAsync();
        Assert.NotNull((await admin.RefusedAsync(HttpMethod.Post, "me/password", new ChangePassword("wrong", "Brave-new-word-1"))).Errors!["current"]);
        await admin.DoAsync("me/password", new ChangePassword(Password, "Brave-new-word-1"));
        Assert.False(await admin.RenewAsync());
        Assert.Equal(401, (await admin.RefusedAsync(HttpMethod.Get, "me/session")).Status);
        Assert.StartsWith("/account/login", await admin.GetLocationAsync(admin.AuthorizeAddress()), StringComparison.Ordinal);
        await SignedInAsync(email, "Brave-new-word-1");
    }

    [Fact]
    public async Task Discovery_under_an_internal_name_sends_browsers_to_the_public_one()
    {
        var port = new Uri(Host.Url).Port;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/.well-known/openid-configuration") { Headers = { Host = $"identity.internal:{port}" } };
        using var answer = await NewBrowser().GetRawAsync(request);
        var json = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal(Host.Url, ((string)json["issuer"]!).TrimEnd('/'));
        Assert.Equal(Host.Url + "/connect/authorize", (string)json["authorization_endpoint"]!);
        Assert.Equal(Host.Url + "/connect/endsession", (string)json["end_session_endpoint"]!);
        Assert.Equal($"http://identity.internal:{port}/connect/token", (string)json["token_endpoint"]!);
        Assert.Equal($"http://identity.internal:{port}/.well-known/jwks", (string)json["jwks_uri"]!);

        using var keys = new HttpRequestMessage(HttpMethod.Get, "/.well-known/jwks") { Headers = { Host = $"identity.internal:{port}" } };
        using var found = await NewBrowser().GetRawAsync(keys);
        Assert.NotEmpty((await found.Content.ReadFromJsonAsync<JsonObject>())!["keys"]!.AsArray());
    }

    // The code of now, or of some steps of 30 seconds later; the clock's tolerance is two.
    private static string Totp(string sharedKey, int later = 0)
    {
        const string base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bits = string.Concat(sharedKey.Replace(" ", "", StringComparison.Ordinal).Select(c => Convert.ToString(base32.IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var key = Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2)).ToArray();
        var step = BitConverter.GetBytes(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30 + later);
        Array.Reverse(step);
#pragma warning disable CA5350 // RFC 6238 as authenticator apps speak it
        var hash = HMACSHA1.HashData(key, step);
#pragma warning restore CA5350
        var offset = hash[^1] & 15;
        var number = ((hash[offset] & 127) << 24) | (hash[offset + 1] << 16) | (hash[offset + 2] << 8) | hash[offset + 3];
        return (number % 1_000_000).ToString("000000", System.Globalization.CultureInfo.InvariantCulture);
    }

    private Task<DateTimeOffset> LockoutEndAsync(string email) =>
        Host.UseAsync(db => db.Users.Where(a => a.Email == email).Select(a => a.LockoutEnd!.Value).SingleAsync());

    private Task<Guid> AccountOf(string email) => Host.UseAsync(db => db.Users.Where(a => a.Email == email).Select(a => a.Id).SingleAsync());
}

public sealed class SqliteSignInTests(SharedHosts hosts) : SignInTests(hosts, DatabaseKind.Sqlite);

public sealed class PostgresSignInTests(SharedHosts hosts) : SignInTests(hosts, DatabaseKind.Postgres);
