using System.Security.Cryptography;
using Matchmaking.Identity.Data;
using Matchmaking.Identity.Domain;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace Matchmaking.Identity.Tokens;

/// <summary>
/// The keys that sign access tokens and encrypt codes and refresh tokens. Made at the first start, kept in the database
/// under Data Protection, hence the same for all replicas and after every restart.
/// </summary>
internal sealed class TokenKeys(IServiceScopeFactory scopes, IDataProtectionProvider protection)
    : IHostedService, IConfigureOptions<OpenIddictServerOptions>
{
    private const string Signing = "token-signing";
    private const string Encryption = "token-encryption";
    private const int RsaBits = 3072;
    private const int EncryptionBytes = 32;

    private readonly IDataProtector _protector = protection.CreateProtector("Matchmaking.Identity.TokenKeys");
    private SigningCredentials? _signing;
    private EncryptingCredentials? _encrypting;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(await LoadAsync(Signing, NewSigningKey, cancellationToken), out _);
        var signingKey = new RsaSecurityKey(rsa);
        signingKey.KeyId = Base64UrlEncoder.Encode(signingKey.ComputeJwkThumbprint());
        _signing = new SigningCredentials(signingKey, SecurityAlgorithms.RsaSha256);

        var secret = await LoadAsync(Encryption, () => RandomNumberGenerator.GetBytes(EncryptionBytes), cancellationToken);
        _encrypting = new EncryptingCredentials(
            new SymmetricSecurityKey(secret), SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Configure(OpenIddictServerOptions options)
    {
        if (_signing is null || _encrypting is null)
        {
            throw new InvalidOperationException("The token keys are loaded at the start of the host; nothing may issue tokens before.");
        }

        options.SigningCredentials.Add(_signing);
        options.EncryptionCredentials.Add(_encrypting);
    }

    private static byte[] NewSigningKey()
    {
        using var rsa = RSA.Create(RsaBits);
        return rsa.ExportPkcs8PrivateKey();
    }

    private async Task<byte[]> LoadAsync(string id, Func<byte[]> make, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDbContext>();
        if (await FindAsync(db, id, cancellation) is { } stored)
        {
            return stored;
        }

        var row = new StoredKey { Id = id, Value = Convert.ToBase64String(_protector.Protect(make())), IsDataProtection = false };
        try
        {
            db.Keys.Add(row);
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException)
        {
            // Another replica was faster; its key is the one to use.
            db.Entry(row).State = EntityState.Detached;
        }

        return await FindAsync(db, id, cancellation)
            ?? throw new InvalidOperationException($"The key '{id}' could neither be stored nor read.");
    }

    private async Task<byte[]?> FindAsync(IdentityDbContext db, string id, CancellationToken cancellation)
    {
        var value = await db.Keys.AsNoTracking().Where(k => k.Id == id).Select(k => k.Value).SingleOrDefaultAsync(cancellation);
        return value is null ? null : _protector.Unprotect(Convert.FromBase64String(value));
    }
}
