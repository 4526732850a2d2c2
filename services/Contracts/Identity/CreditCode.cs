using System.Text;

namespace Matchmaking.Contracts.Identity;

/// <summary>The unified social credit code (统一社会信用代码) of GB 32100-2015: 18 characters, the last one a check character.</summary>
public static class CreditCode
{
    /// <summary>Characters in a code.</summary>
    public const int Length = 18;

    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private const string RegionDigits = "0123456789";
    private const int Modulus = 31;
    private const int WeightBase = 3;
    private const int RegionFrom = 3;
    private const int RegionTo = 8;

    /// <summary>The form in which a code is stored: half width, upper case, no spaces or dashes.</summary>
    public static string Normalise(string? text)
    {
        var result = new StringBuilder(Length);
        foreach (var c in (text ?? "").Normalize(NormalizationForm.FormKC))
        {
            if (!char.IsWhiteSpace(c) && c != '-')
            {
                result.Append(char.ToUpperInvariant(c));
            }
        }

        return result.ToString();
    }

    /// <summary>What is wrong with a normalised code and what to do, or null where it is right.</summary>
    public static LocalText? FaultOf(string code)
    {
        if (code.Length != Length)
        {
            return new(
                $"统一社会信用代码应为 {Length} 位，现为 {code.Length} 位，请核对营业执照",
                $"A unified social credit code has {Length} characters, this one has {code.Length}. Check the business licence");
        }

        for (var i = 0; i < Length; i++)
        {
            if (!Alphabet.Contains(code[i], StringComparison.Ordinal))
            {
                return Forbidden(i + 1, code[i]);
            }

            if (i + 1 is >= RegionFrom and <= RegionTo && !RegionDigits.Contains(code[i], StringComparison.Ordinal))
            {
                return new(
                    $"统一社会信用代码第 {i + 1} 位应为数字（第 {RegionFrom} 至 {RegionTo} 位为行政区划码），现为“{code[i]}”，请核对营业执照",
                    $"Character {i + 1} must be a digit ({RegionFrom} to {RegionTo} are the region code), not '{code[i]}'. Check the business licence");
            }
        }

        return CheckCharacter(code) == code[^1]
            ? null
            : new(
                $"统一社会信用代码第 {Length} 位校验不符，请核对营业执照",
                $"Character {Length} does not check. Compare the code with the business licence");
    }

    /// <summary>The check character that belongs to the first 17 characters.</summary>
    public static char CheckCharacter(ReadOnlySpan<char> code)
    {
        var sum = 0;
        var weight = 1;
        foreach (var c in code[..(Length - 1)])
        {
            sum += Alphabet.IndexOf(c, StringComparison.Ordinal) * weight;
            weight = weight * WeightBase % Modulus;
        }

        return Alphabet[(Modulus - (sum % Modulus)) % Modulus];
    }

    private static LocalText Forbidden(int position, char c)
    {
        var (zh, en) = c switch
        {
            'I' => ("，请核对是否为数字 1", ": is it the digit 1?"),
            'O' => ("，请核对是否为数字 0", ": is it the digit 0?"),
            'S' => ("，请核对是否为数字 5", ": is it the digit 5?"),
            'V' => ("，请核对是否为字母 U 或 Y", ": is it U or Y?"),
            'Z' => ("，请核对是否为数字 2", ": is it the digit 2?"),
            _ => ("，请核对营业执照", ". Check the business licence"),
        };
        return new(
            $"统一社会信用代码第 {position} 位为“{c}”，代码只用数字和大写字母，且不用 I、O、S、V、Z{zh}",
            $"Character {position} is '{c}', but a code has only digits and capital letters without I, O, S, V and Z{en}");
    }
}
