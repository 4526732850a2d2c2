using Matchmaking.Identity.Features;

namespace Matchmaking.Identity.Tests;

public sealed class PasswordTests
{
    [Theory]
    [InlineData("password123"), InlineData("P@ssw0rd2024"), InlineData("woaini1314"), InlineData("a123456789"), InlineData("5201314520")]
    [InlineData("1qaz2wsx3edc"), InlineData("qwertyuiop"), InlineData("1q2w3e4r5t6y"), InlineData("Admin@2025!!"), InlineData("asdf1234zxcv")]
    [InlineData("zhangwei1990"), InlineData("iloveyou520"), InlineData("Welcome2026"), InlineData("abcd123456"), InlineData("qq123456789")]
    [InlineData("13812345678"), InlineData("19900101abc"), InlineData("taizhou2026"), InlineData("kejiju12345"), InlineData("Xiaoming@123")]
    [InlineData("fake-change-me-bootstrap")]
    public void What_is_tried_first_is_refused(string password)
    {
        var fault = Passwords.FaultOf(password, "someone@example.com", "王工", "某单位");
        Assert.True(fault is not null, password);
    }

    [Theory]
    [InlineData("恒朔轴承2026"), InlineData("hengshuo@2026"), InlineData("Chengong1990"), InlineData("someone.w123")]
    public void The_holders_own_names_are_worth_nothing(string password) =>
        Assert.NotNull(Passwords.FaultOf(password, "someone.w@hengshuo.cn", "chengong", "恒朔轴承"));

    [Theory]
    [InlineData("Silver-lake-77"), InlineData("Quiet-river-42"), InlineData("Brave-new-word-1"), InlineData("Another-pass-word-9")]
    [InlineData("Demo-2026-gaogang"), InlineData("correct horse battery staple"), InlineData("轮毂进水别再索赔六成了"), InlineData("x7Kq-tR2m-9Lw")]
    public void Unrelated_words_and_sentences_are_taken(string password) =>
        Assert.Null(Passwords.FaultOf(password, "someone@example.com", "王工", "某单位"));
}
