using Matchmaking.Contracts;
using Matchmaking.Hosting;
using Matchmaking.Identity.Domain;
using Microsoft.AspNetCore.Identity;

namespace Matchmaking.Identity.Features;

/// <summary>Rules of passwords: length and no obvious choice, rather than kinds of characters.</summary>
internal sealed class Passwords(IPasswordHasher<Account> hasher)
{
    /// <summary>Fewest characters.</summary>
    public const int Shortest = 10;

    private const int Longest = 128;
    private const int FewestDistinct = 5;
    private const int ShortestLocalPart = 4;

    /// <summary>What is wrong with a new password, or null.</summary>
    public static LocalText? FaultOf(string? password, string email)
    {
        if (password is null || password.Length < Shortest)
        {
            return new($"密码至少 {Shortest} 位，现为 {password?.Length ?? 0} 位", $"A password has at least {Shortest} characters, this one has {password?.Length ?? 0}");
        }

        if (password.Length > Longest)
        {
            return new($"密码不能超过 {Longest} 位", $"A password has at most {Longest} characters");
        }

        if (password.Distinct().Count() < FewestDistinct || IsSequence(password))
        {
            return new("密码过于简单，请不要用重复或连续的字符", "This password is too simple: avoid repeated characters and sequences");
        }

        var local = email.Split('@')[0];
        return local.Length >= ShortestLocalPart && password.Contains(local, StringComparison.OrdinalIgnoreCase)
            ? new($"密码不能包含邮箱 @ 前的“{local}”", $"A password must not contain '{local}', the part before the @ of the address")
            : null;
    }

    /// <exception cref="ProblemException">The password breaks a rule.</exception>
    public static void Check(string field, string? password, string email)
    {
        if (FaultOf(password, email) is { } fault)
        {
            throw ProblemException.Invalid(field, fault.Zh, fault.En);
        }
    }

    /// <summary>Hashes in vain, so that an answer takes as long where there is no account.</summary>
    public void SpendTime(string? password) =>
        hasher.HashPassword(Account.Create(Guid.Empty, "", "", null, null, [], default), password ?? "");

    private static bool IsSequence(string text)
    {
        var step = text[1] - text[0];
        return step is 1 or -1 && text.Zip(text.Skip(1)).All(pair => pair.Second - pair.First == step);
    }
}
