using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Testing;
using Microsoft.AspNetCore.WebUtilities;

[assembly: AssemblyFixture(typeof(Matchmaking.Identity.Tests.SharedHosts))]

namespace Matchmaking.Identity.Tests;

/// <summary>What the tests over HTTP share. Each makes organisations of its own, so one host serves all.</summary>
public abstract class IdentityTests(SharedHosts hosts, DatabaseKind kind) : IAsyncLifetime
{
    protected const string Password = "Silver-lake-77";

    private readonly List<Browser> _browsers = [];

    protected IdentityHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await hosts.GetAsync(kind);

    public ValueTask DisposeAsync()
    {
        _browsers.ForEach(b => b.Dispose());
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected static string NewEmail() => $"p{Guid.NewGuid():N}@example.com";

    /// <summary>A credit code that nobody has.</summary>
    protected static string NewCreditCode()
    {
        const string alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
        var start = "91321203" + string.Concat(Guid.NewGuid().ToByteArray()[..9].Select(b => alphabet[b % alphabet.Length]));
        return start + CreditCode.CheckCharacter(start + "0");
    }

    protected static RegisterOrganisation Registration(
        string email, OrganisationKind kind = OrganisationKind.Enterprise, string? code = null, string? name = null) => new(
        kind,
        new OrganisationForm { Name = name ?? $"测试单位{Guid.NewGuid():N}"[..20], CreditCode = code ?? NewCreditCode(), SizeBand = "small" },
        new NewAdministrator { Name = "王工", Email = email, Phone = "13800000000" });

    protected Browser NewBrowser()
    {
        var browser = Host.Browser();
        _browsers.Add(browser);
        return browser;
    }

    protected async Task<Browser> SignedInAsync(string email, string password = Password)
    {
        var browser = NewBrowser();
        Assert.Null(await browser.SignInAsync(email, password));
        return browser;
    }

    protected Task<Browser> BureauAsync() => SignedInAsync(IdentityHost.BureauEmail, IdentityHost.BureauPassword);

    /// <summary>Values in the link of the newest mail of that template.</summary>
    protected async Task<Dictionary<string, string>> LinkAsync(string email, string template)
    {
        var mail = (await Host.MailsToAsync(email)).Last(m => m.Template == template);
        return QueryHelpers.ParseQuery(new Uri(mail.Values["link"]).Query).ToDictionary(p => p.Key, p => p.Value.ToString());
    }

    /// <summary>Registers and confirms, as far as a person can go without the bureau.</summary>
    protected async Task<(Browser Admin, string Email)> RegisterAsync(OrganisationKind kind = OrganisationKind.Enterprise, string? code = null)
    {
        var email = NewEmail();
        await NewBrowser().DoAsync("registrations", Registration(email, kind, code));
        await ConfirmAsync(email);
        return (await SignedInAsync(email), email);
    }

    /// <summary>Opens the newest confirmation mail and sets the password there.</summary>
    protected async Task ConfirmAsync(string email, string password = Password)
    {
        var link = await LinkAsync(email, "confirm-email");
        await NewBrowser().DoAsync("email-confirmations", new ConfirmEmail(Guid.Parse(link["account"]), link["token"], password));
    }

    /// <summary>Registers, confirms and has the bureau approve.</summary>
    protected async Task<(Browser Admin, string Email, Guid Organisation)> ApprovedAsync(OrganisationKind kind = OrganisationKind.Enterprise)
    {
        var (admin, email) = await RegisterAsync(kind);
        var organisation = (await admin.GetAsync<OrganisationView>("organisation"));
        await (await BureauAsync()).DoAsync($"organisations/{organisation.Id}/approve", new ApproveOrganisation(organisation.Version));
        Assert.True(await admin.RenewAsync());
        return (admin, email, organisation.Id);
    }

    /// <summary>Invites a colleague, who accepts and signs in.</summary>
    protected Task<(Browser Member, string Email)> JoinAsync(Browser admin, params string[] roles) => JoinOfAsync(admin, Password, roles);

    /// <summary>Invites a colleague with the administrator's own password.</summary>
    protected async Task<(Browser Member, string Email)> JoinOfAsync(Browser admin, string adminPassword, params string[] roles)
    {
        var email = NewEmail();
        await admin.DoAsync("invitations", new CreateInvitation(email, "同事", roles, adminPassword));
        var link = await LinkAsync(email, "invitation");
        await NewBrowser().DoAsync("invitations/accept", new AcceptInvitation(link["token"], "同事", Password));
        return (await SignedInAsync(email), email);
    }

    protected static async Task<MemberRow> MemberAsync(Browser admin, string email) =>
        (await admin.GetAsync<MemberPage>("members?size=100")).Items.Single(m => m.Email == email);

    protected static Task<Page<AuditRow>> AuditAsync(Browser reader, string query) => reader.GetAsync<Page<AuditRow>>("audit?" + query);
}
