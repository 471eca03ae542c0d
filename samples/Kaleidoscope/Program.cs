using Linker.Llvm;
using Linker.Samples.Kaleidoscope;

try
{
    _ = Compiler.Version;
}
catch (MissingLibraryException missing)
{
    Console.Error.WriteLine(missing.Message);
    return 1;
}

// A person gets a prompt; what comes from a file is shown as if it had been typed.
using var session = new Session(Console.Out);
bool isPerson = !Console.IsInputRedirected;
string text = "";
while (true)
{
    Console.Write(text.Length == 0 ? "ready> " : "...... ");
    if (Console.ReadLine() is not { } line)
    {
        break;
    }

    if (!isPerson)
    {
        Console.WriteLine(line);
    }

    // An empty line ends an input that would go on.
    text = $"{text}{line}\n";
    if (session.Run(text))
    {
        text = "";
    }
    else if (line.Length == 0)
    {
        Console.WriteLine("error: this is not all");
        text = "";
    }
}

Console.WriteLine();
return 0;
