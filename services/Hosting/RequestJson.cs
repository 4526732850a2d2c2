using System.Text.Json;
using System.Text.Json.Serialization;

namespace Matchmaking.Hosting;

/// <summary>
/// What JSON allows and no field of ours can mean: control characters in texts (PostgreSQL stores no NUL, and a form has
/// no use for the rest) and numbers past a double's range. Refused while a request is read, so that no service need ask.
/// </summary>
internal static class RequestJson
{
    public static void Apply(JsonSerializerOptions options)
    {
        options.Converters.Add(new PlainText());
        options.Converters.Add(new FiniteNumber());
    }

    private sealed class PlainText : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
            {
                throw new JsonException();
            }

            var text = reader.GetString();
            return text is null || !text.Any(IsControl) ? text : throw new JsonException("The text holds control characters.");
        }

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

        public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

        public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);

        private static bool IsControl(char c) => char.IsControl(c) && c is not ('\t' or '\n' or '\r');
    }

    private sealed class FiniteNumber : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var number = reader.TokenType == JsonTokenType.Number ? reader.GetDouble() : throw new JsonException();
            return double.IsFinite(number) ? number : throw new JsonException("The number is too large.");
        }

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
    }
}
