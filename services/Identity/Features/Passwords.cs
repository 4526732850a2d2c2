using Matchmaking.Contracts;
using Matchmaking.Hosting;
using Matchmaking.Identity.Domain;
using Microsoft.AspNetCore.Identity;

namespace Matchmaking.Identity.Features;

/// <summary>Rules of passwords: length and nothing that is tried first, rather than kinds of characters.</summary>
internal sealed class Passwords(IPasswordHasher<Account> hasher)
{
    /// <summary>Fewest characters.</summary>
    public const int Shortest = 10;

    private const int Longest = 128;
    private const int FewestDistinct = 5;
    private const int ShortestLocalPart = 4;

    /// <summary>What is wrong with a new password, or null.</summary>
    /// <param name="names">The holder's and the organisation's names, which are tried first.</param>
    public static LocalText? FaultOf(string? password, string email, params IEnumerable<string?> names)
    {
        if (password is null || password.Length < Shortest)
        {
            return new($"密码至少 {Shortest} 位，现为 {password?.Length ?? 0} 位", $"A password has at least {Shortest} characters, this one has {password?.Length ?? 0}");
        }

        if (password.Length > Longest)
        {
            return new($"密码不能超过 {Longest} 位", $"A password has at most {Longest} characters");
        }

        if (password.Distinct().Count() < FewestDistinct)
        {
            return new("密码过于简单，请不要用重复或连续的字符", "This password is too simple: avoid repeated characters and sequences");
        }

        var local = email.Split('@')[0];
        if (local.Length >= ShortestLocalPart && password.Contains(local, StringComparison.OrdinalIgnoreCase))
        {
            return new($"密码不能包含邮箱 @ 前的“{local}”", $"A password must not contain '{local}', the part before the @ of the address");
        }

        return GuessedFirst.Holds(password, [.. email.Split('@', '.'), .. names])
            ? new(
                "这个密码容易被猜到：它由常用词、拼音、姓名、年份或键盘上相邻的键拼成。请换成几个不相干的词，或者更长的一句话",
                "This password is easily guessed: it is put together from common words, names, years or neighbouring keys. Take several unrelated words, or a longer sentence")
            : null;
    }

    /// <exception cref="ProblemException">The password breaks a rule.</exception>
    public static void Check(string field, string? password, string email, params IEnumerable<string?> names)
    {
        if (FaultOf(password, email, names) is { } fault)
        {
            throw ProblemException.Invalid(field, fault.Zh, fault.En);
        }
    }

    /// <inheritdoc cref="Check(string, string?, string, IEnumerable{string?})"/>
    public static void Check(string field, string? password, Account account) =>
        Check(field, password, account.Email ?? "", account.DisplayName, account.Organisation?.Name, account.Organisation?.ShortName);

    /// <summary>Hashes in vain, so that an answer takes as long where there is no account.</summary>
    public void SpendTime(string? password) =>
        hasher.HashPassword(Account.Create(Guid.Empty, "", "", null, null, [], default), password ?? "");
}
