using System.Xml.Linq;
using Matchmaking.Identity.Domain;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace Matchmaking.Identity.Data;

/// <summary>Keeps Data Protection's keys in Identity's database, so that all replicas read each other's cookies and links.</summary>
internal sealed class DataProtectionKeys(IServiceScopeFactory scopes) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDbContext>();
        return [.. db.Keys.AsNoTracking().Where(k => k.IsDataProtection).Select(k => k.Value).AsEnumerable().Select(XElement.Parse)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDbContext>();
        db.Keys.Add(new StoredKey
        {
            Id = friendlyName,
            Value = element.ToString(SaveOptions.DisableFormatting),
            IsDataProtection = true,
        });
        db.SaveChanges();
    }
}
