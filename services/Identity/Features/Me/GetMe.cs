using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace Matchmaking.Identity.Features.Me;

/// <summary>The signed-in account with its organisation, as the database has them now.</summary>
internal static class GetMe
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/me", HandleAsync)
        .WithName("identity.me")
        .WithSummary("The signed-in account")
        .RequireAuthorization(Policies.SignedIn);

    public static async Task<MeView> ViewAsync(Account account, UserManager<Account> accounts) => new(
        account.Id, account.DisplayName, account.Email, account.PhoneNumber, account.Language, [.. account.Roles],
        account.TwoFactorEnabled, account.TwoFactorEnabled ? await accounts.CountRecoveryCodesAsync(account) : 0,
        account.Version, account.Organisation?.ToMine());

    private static async Task<Ok<MeView>> HandleAsync(
        Actor actor, Caller caller, UserManager<Account> accounts, CancellationToken cancellation) =>
        TypedResults.Ok(await ViewAsync(await caller.AccountAsync(actor, cancellation), accounts));
}
