namespace Matchmaking.Web.Services;

/// <summary>Paths below <c>/api/identity/</c>, in one place.</summary>
public static class IdentityPaths
{
    public const string Register = "registrations";
    public const string ConfirmEmail = "email-confirmations";
    public const string ResendConfirmation = "email-confirmations/resend";
    public const string ForgotPassword = "password-resets";
    public const string ResetPassword = "password-resets/complete";
    public const string AcceptInvitation = "invitations/accept";

    public const string Me = "me";
    public const string Session = "me/session";
    public const string Password = "me/password";
    public const string TwoFactorSetup = "me/two-factor";
    public const string TwoFactorEnable = "me/two-factor/enable";
    public const string TwoFactorDisable = "me/two-factor/disable";
    public const string Export = "me/export";
    public const string Erase = "me/erase";

    public const string Members = "members";
    public const string Invitations = "invitations";
    public const string MyOrganisation = "organisation";
    public const string Integrations = "integrations";
    public const string Organisations = "organisations";
    public const string Audit = "audit";

    public static string PendingRegistrations(string token) => "registrations/by-token" + Queries.Of(("token", token));

    public static string Invitation(string token) => "invitations/by-token" + Queries.Of(("token", token));

    public static string Invitation(Guid id) => $"invitations/{id}";

    /// <summary>roles (PUT), deactivate or reactivate (POST).</summary>
    public static string Member(Guid id, string verb) => $"members/{id}/{verb}";

    public static string Integration(Guid id) => $"integrations/{id}";

    public static string Organisation(Guid id) => $"organisations/{id}";

    /// <summary>approve, reject or suspend (POST), flags (PUT).</summary>
    public static string Organisation(Guid id, string verb) => $"organisations/{id}/{verb}";
}
