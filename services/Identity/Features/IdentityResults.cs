using Microsoft.AspNetCore.Identity;

namespace Matchmaking.Identity.Features;

/// <summary>What to do with ASP.NET Identity's results.</summary>
internal static class IdentityResults
{
    /// <summary>For operations whose input was checked before: a failure is a fault of this program.</summary>
    /// <exception cref="InvalidOperationException">The operation failed.</exception>
    public static void ThrowIfFailed(this IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException("ASP.NET Identity refused: " + string.Join(", ", result.Errors.Select(e => e.Code)));
        }
    }
}
