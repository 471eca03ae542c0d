using System.Runtime.InteropServices;
using System.Text;

namespace Linker.Llvm.Native;

/// <summary>Strings and bytes that LLVM hands out.</summary>
internal static class Text
{
    /// <summary>A message of LLVM's, which is given back.</summary>
    internal static string Take(nint message)
    {
        if (message == 0)
        {
            return "";
        }

        string text = Marshal.PtrToStringUTF8(message)!;
        Core.DisposeMessage(message);
        return text;
    }

    /// <summary>The message of an error, which is gone then.</summary>
    internal static string TakeError(nint error)
    {
        nint message = Error.GetMessage(error);
        string text = Marshal.PtrToStringUTF8(message)!;
        Error.DisposeMessage(message);
        return text;
    }

    /// <summary>A string that stays LLVM's.</summary>
    internal static string Of(nint text, nuint length) => text == 0 ? "" : Marshal.PtrToStringUTF8(text, checked((int)length));

    internal static string NameOf(nint value) => Of(Values.GetName(value, out nuint length), length);

    /// <summary>Gives a value of a module a name.</summary>
    internal static void SetName(nint value, string name)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        Values.SetName(value, bytes, (nuint)bytes.Length);
    }

    /// <summary>What is in a buffer.</summary>
    internal static byte[] BytesOf(BufferHandle buffer)
    {
        var bytes = new byte[checked((int)Core.GetBufferSize(buffer))];
        Marshal.Copy(Core.GetBufferStart(buffer), bytes, 0, bytes.Length);
        return bytes;
    }
}
