using System.Text;

namespace Linker.Loader;

/// <summary>
/// The small texts that some systems install in place of an archive: a few commands of the GNU linker that name the real files (<c>libm.a</c> of glibc is one). GNU ld manual §3.4.2, "Commands Dealing with Files".
/// </summary>
public static class LinkerScript
{
    private const int MaxSize = 64 << 10;

    /// <summary>The files that such a text names, in order.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="inputs">Paths as written; <c>-lNAME</c> where the text says so.</param>
    /// <returns>Whether the bytes are a text of the commands <c>GROUP</c>, <c>INPUT</c>, <c>AS_NEEDED</c>, <c>OUTPUT_FORMAT</c> and <c>TARGET</c>, and of nothing else.</returns>
    public static bool TryRead(ReadOnlySpan<byte> file, out string[] inputs)
    {
        inputs = [];
        if (file.Length > MaxSize || file.ContainsAnyExceptInRange((byte)'\t', (byte)'~'))
        {
            return false;
        }

        var found = new List<string>();
        bool isInput = false;
        int depth = 0;
        string text = Encoding.ASCII.GetString(file);
        for (int at = 0; TryNext(text, ref at, out string token);)
        {
            if (depth == 0)
            {
                isInput = token is "GROUP" or "INPUT";
                if (!isInput && token is not ("OUTPUT_FORMAT" or "TARGET") || !TryNext(text, ref at, out token) || token != "(")
                {
                    return false;
                }

                depth = 1;
            }
            else if (token == "(")
            {
                depth++;
            }
            else if (token == ")")
            {
                depth--;
            }
            else if (isInput && token is not ("AS_NEEDED" or ","))
            {
                found.Add(token);
            }
        }

        inputs = [.. found];
        return depth == 0 && found.Count > 0;
    }

    private static bool TryNext(string text, ref int at, out string token)
    {
        token = "";
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]) || text[at] == ';')
            {
                at++;
            }
            else if (text.AsSpan(at).StartsWith("/*"))
            {
                int end = text.IndexOf("*/", at + 2, StringComparison.Ordinal);
                at = end < 0 ? text.Length : end + 2;
            }
            else
            {
                int start = at++;
                if (text[start] is '(' or ')' or ',')
                {
                    token = text[start..at];
                    return true;
                }

                while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not ('(' or ')' or ',' or ';'))
                {
                    at++;
                }

                token = text[start..at].Trim('"');
                return true;
            }
        }

        return false;
    }
}
