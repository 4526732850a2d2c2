using Matchmaking.Identity.Features.Integrations;
using Matchmaking.Identity.Features.Invitations;
using Matchmaking.Identity.Features.Me;
using Matchmaking.Identity.Features.Members;
using Matchmaking.Identity.Features.Operations;
using Matchmaking.Identity.Features.Organisations;
using Matchmaking.Identity.Features.Registration;

namespace Matchmaking.Identity.Features;

/// <summary>Every use case of the API.</summary>
internal static class FeatureMap
{
    public static void MapFeatures(this IEndpointRouteBuilder api)
    {
        Register.Map(api);
        EmailConfirmation.Map(api);
        PasswordReset.Map(api);

        GetMe.Map(api);
        CheckSession.Map(api);
        UpdateProfile.Map(api);
        PasswordChange.Map(api);
        TwoFactor.Map(api);
        ExportMe.Map(api);
        EraseMe.Map(api);

        OwnOrganisation.Map(api);
        ListOrganisations.Map(api);
        ReviewOrganisation.Map(api);
        DecideOrganisation.Map(api);
        CorrectOrganisation.Map(api);

        ListMembers.Map(api);
        ChangeMemberRoles.Map(api);
        DeactivateMember.Map(api);
        ManageInvitations.Map(api);
        AnswerInvitation.Map(api);
        ManageIntegrations.Map(api);

        ReadAudit.Map(api);
        ManageAccounts.Map(api);
        ReadFigures.Map(api);
        ReadChanges.Map(api);
        ListDemoAccounts.Map(api);
    }
}
