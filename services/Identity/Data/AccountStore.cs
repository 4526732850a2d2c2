using Matchmaking.Identity.Domain;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace Matchmaking.Identity.Data;

/// <summary>
/// ASP.NET Identity's store without its own saving: an account's change, its audit entry and its fact are one
/// SaveChanges of the use case, hence one transaction.
/// </summary>
internal sealed class AccountStore : UserOnlyStore<Account, IdentityDbContext, Guid>
{
    public AccountStore(IdentityDbContext context, IdentityErrorDescriber? describer = null)
        : base(context, describer) => AutoSaveChanges = false;
}
