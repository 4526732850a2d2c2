using Matchmaking.Contracts;
using Matchmaking.Contracts.Identity;
using Matchmaking.Hosting;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Identity.Features.Organisations;

/// <summary>One organisation with the reviewer's check list.</summary>
internal static class ReviewOrganisation
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/organisations/{id:guid}", HandleAsync)
        .WithName("identity.review-organisation")
        .WithSummary("An organisation with members and what to look at before deciding")
        .RequireAuthorization(Policies.Organizer);

    /// <exception cref="ProblemException">404: there is none.</exception>
    public static async Task<Organisation> FindAsync(IdentityDbContext db, Guid id, CancellationToken cancellation) =>
        await db.Organisations.SingleOrDefaultAsync(o => o.Id == id, cancellation)
        ?? throw ProblemException.NotFound("没有找到这个单位", "There is no such organisation");

    private static async Task<Ok<OrganisationReview>> HandleAsync(
        Guid id, Actor actor, IdentityDbContext db, CancellationToken cancellation)
    {
        var organisation = await FindAsync(db, id, cancellation);
        var members = await db.Users.AsNoTracking().Where(a => a.OrganisationId == id)
            .OrderBy(a => a.CreatedAt).Take(Page<MemberRow>.MaxSize).ToListAsync(cancellation);
        var sameName = await db.Organisations.CountAsync(o => o.Id != id && o.Name == organisation.Name, cancellation);
        var sameCode = organisation.CreditCode is null
            ? 0
            : await db.Organisations.CountAsync(o => o.Id != id && o.CreditCode == organisation.CreditCode, cancellation);
        List<(string Code, bool Passed, LocalText Text)> checks =
        [
            CodeCheck(organisation),
            ("same-name", sameName == 0, sameName == 0
                ? new("没有重名单位", "No other organisation has this name")
                : new($"另有 {sameName} 个同名单位，请核实是否重复注册", $"{sameName} other organisations have this name. Is it a duplicate?")),
            ("same-credit-code", sameCode == 0, sameCode == 0
                ? new("没有其他单位使用该统一社会信用代码", "No other organisation has this credit code")
                : new($"另有 {sameCode} 个单位使用过该统一社会信用代码（含未通过的注册）", $"{sameCode} other registrations used this credit code, rejected ones included")),
            AdminCheck(members),
        ];
        return TypedResults.Ok(new OrganisationReview(
            organisation.ToView(),
            [.. checks.Select(c => new ReviewCheck(c.Code, c.Passed, c.Text.In(actor.Language)))],
            [.. members.Select(a => a.ToMember() with { Phone = a.PhoneNumber })]));
    }

    private static (string Code, bool Passed, LocalText Text) CodeCheck(Organisation organisation)
    {
        const string code = "credit-code";
        if (organisation.CreditCode is not { } value)
        {
            return (code, organisation.Kind != OrganisationKind.Enterprise, new("未填写统一社会信用代码", "No credit code was given"));
        }

        return CreditCode.FaultOf(value) is { } fault
            ? (code, false, fault)
            : (code, true, new("统一社会信用代码校验通过", "The credit code checks"));
    }

    private static (string Code, bool Passed, LocalText Text) AdminCheck(List<Account> members)
    {
        const string code = "admin-email";
        return members.Any(a => a is { IsActiveAdmin: true, EmailConfirmed: true })
            ? (code, true, new("管理员邮箱已确认", "An administrator has confirmed the e-mail address"))
            : (code, false, new("管理员尚未确认邮箱", "No administrator has confirmed the e-mail address yet"));
    }
}
