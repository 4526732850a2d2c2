using CsCheck;
using Matchmaking.Contracts.Identity;

namespace Matchmaking.Identity.Tests;

public sealed class CreditCodeTests
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private static readonly Gen<string> Codes =
        from department in Gen.Char[Alphabet].Array[2]
        from region in Gen.Char["0123456789"].Array[6]
        from rest in Gen.Char[Alphabet].Array[9]
        let start = string.Concat(department.Concat(region).Concat(rest))
        select start + CreditCode.CheckCharacter(start + "0");

    [Theory]
    [InlineData("91350100M000100Y43")] // the example of GB 32100-2015
    [InlineData("91440300708461136T")]
    [InlineData("91330106673959654P")]
    public void Real_codes_are_right(string code) => Assert.Null(CreditCode.FaultOf(code));

    [Fact]
    public void Made_codes_are_right() => Codes.Sample(code => CreditCode.FaultOf(code) is null);

    [Fact]
    public void A_change_of_one_character_is_always_caught() =>
        Gen.Select(Codes, Gen.Int[0, 17], Gen.Char[Alphabet]).Sample((code, position, other) =>
            code[position] == other || CreditCode.FaultOf(code[..position] + other + code[(position + 1)..]) is not null);

    [Theory]
    [InlineData('I', 5), InlineData('O', 3), InlineData('S', 17), InlineData('V', 1), InlineData('Z', 18), InlineData('*', 9)]
    public void Forbidden_characters_are_named_with_their_position(char c, int position)
    {
        var code = "91350100M000100Y43";
        var fault = CreditCode.FaultOf(code[..(position - 1)] + c + code[position..]);
        Assert.Contains($"第 {position} 位为“{c}”", fault!.Zh, StringComparison.Ordinal);
        Assert.Contains("不用 I、O、S、V、Z", fault.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void Length_is_named() =>
        Assert.Equal("统一社会信用代码应为 18 位，现为 17 位，请核对营业执照", CreditCode.FaultOf("91350100M000100Y4")!.Zh);

    [Fact]
    public void Width_case_and_blanks_do_not_matter() =>
        Assert.Equal("91350100M000100Y43", CreditCode.Normalise(" ９１３５0100-m000 100y43 "));
}
