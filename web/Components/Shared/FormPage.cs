using System.Security.Claims;
using System.Text.Json;
using Matchmaking.Web.Services;
using Microsoft.AspNetCore.Components;

namespace Matchmaking.Web.Components.Shared;

/// <summary>A page that reads from services and handles its own plain forms: on success it redirects, on failure it shows what was entered.</summary>
public abstract class FormPage : ComponentBase
{
    [Inject]
    protected Api Api { get; set; } = null!;

    [Inject]
    protected TimeProvider Time { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [CascadingParameter]
    protected HttpContext Http { get; set; } = null!;

    /// <summary>Why the posted form was refused.</summary>
    protected ApiException? Error { get; private set; }

    protected ClaimsPrincipal User => Http.User;

    protected DateTime Now => Time.GetUtcNow().UtcDateTime;

    /// <summary>The posted form; empty for a plain reading.</summary>
    protected IFormCollection Form => Http.Request.HasFormContentType ? Http.Request.Form : FormCollection.Empty;

    /// <summary>What was entered, or what is stored where this form was not the one sent.</summary>
    protected string Entered(string name, string? stored = null) =>
        Form.TryGetValue(name, out var value) ? value.ToString().Trim() : stored ?? "";

    protected bool Ticked(string name) => Form[name].Count > 0;

    /// <summary>Carries a step out and remembers the refusal.</summary>
    /// <returns>Whether it succeeded.</returns>
    protected async Task<bool> TryAsync(Func<Task> step)
    {
        try
        {
            await step();
            return true;
        }
        catch (ApiException refused)
        {
            Error = Flat(refused);
            return false;
        }
    }

    /// <summary>Refuses a form before it is sent on.</summary>
    protected void Refuse(string message, params (string Field, string Text)[] faults) =>
        Error = new ApiException(400, "invalid", message, faults.GroupBy(f => f.Field).ToDictionary(g => g.Key, g => g.Select(f => f.Text).ToArray()), null);

    protected void Go(string path) => Navigation.NavigateTo(path);

    // Fields of nested forms become the names of the page's inputs: organisation.creditCode is creditCode, admin.email adminEmail.
    private static ApiException Flat(ApiException refused) => new(
        refused.Status, refused.Code, refused.Message,
        refused.Errors
            .GroupBy(e => e.Key.StartsWith("admin.", StringComparison.Ordinal)
                ? "admin" + char.ToUpperInvariant(e.Key[6]) + e.Key[7..]
                : JsonNamingPolicy.CamelCase.ConvertName(e.Key[(e.Key.LastIndexOf('.') + 1)..]))
            .ToDictionary(g => g.Key, g => g.SelectMany(e => e.Value).ToArray()),
        refused.TraceId);
}
