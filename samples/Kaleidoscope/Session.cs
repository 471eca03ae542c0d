using System.Globalization;
using Linker.Engine;
using Linker.Llvm;
using Linker.Loader;

namespace Linker.Samples.Kaleidoscope;

/// <summary>An engine with all that was defined. Each definition is a module, compiled when something needs it; each expression is compiled, linked, called and thrown away.</summary>
internal sealed unsafe class Session : IDisposable
{
    private static readonly CompilerOptions Options = new() { Level = OptimizationLevel.O0 };

    private readonly Parser _parser = new();
    private readonly ExecutionEngine _engine = new();
    private readonly TextWriter _output;
    private readonly Dictionary<string, Prototype> _prototypes = [];
    private readonly Dictionary<string, List<ProgramModule>> _modules = [];
    private int _count;

    internal Session(TextWriter output)
    {
        _output = output;
        Library.AddTo(_engine.Definitions);
    }

    /// <summary>Reads a text and does what it says.</summary>
    /// <returns>Whether the text was whole.</returns>
    internal bool Run(string text)
    {
        try
        {
            if (text.StartsWith(':'))
            {
                Command(text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
                return true;
            }

            foreach (Input input in _parser.Read(text))
            {
                Run(input);
            }
        }
        catch (SyntaxException e)
        {
            if (e.IsIncomplete)
            {
                return false;
            }

            _output.WriteLine($"error: {e.Message}");
        }
        catch (UnresolvedSymbolsException e)
        {
            // What was linked before stays; what could not be is as if it had not been tried.
            _output.WriteLine($"error: nobody has {string.Join(", ", e.Symbols.Select(s => $"'{s.Name}'"))}");
        }

        return true;
    }

    /// <summary>Forgets everything.</summary>
    public void Dispose() => _engine.Dispose();

    private void Run(Input input)
    {
        switch (input)
        {
            case External external:
                _prototypes[external.Prototype.Name] = external.Prototype;
                break;
            case Definition definition:
                Define(definition);
                break;
            case Evaluation evaluation:
                _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"= {Evaluate(evaluation.Expression)}"));
                break;
            default:
                throw new InvalidOperationException($"There is nothing to do for {input}.");
        }
    }

    // Later inputs mean the new definition; what is linked stays linked to the old one, which goes when nothing needs it any more.
    private void Define(Definition definition)
    {
        Prototype prototype = definition.Prototype;
        IrModule module = Compile(prototype, definition.Body);
        _prototypes[prototype.Name] = prototype;
        if (!_modules.TryGetValue(prototype.Name, out List<ProgramModule>? versions))
        {
            _modules.Add(prototype.Name, versions = []);
        }

        versions.Add(_engine.Add(module));
        _output.WriteLine($"{prototype.Name}/{prototype.Parameters.Count}{(versions.Count > 1 ? ", again" : "")}");
        while (_modules.Values.Any(v => Forget(v, keepLast: true)))
        {
        }
    }

    private double Evaluate(Expression expression)
    {
        IrModule module = Compile(new Prototype($"input {++_count}", []), expression);
        using LinkGraph graph = ObjectReader.Read(module.Compile(), module.Name);
        using LoadedImage image = _engine.LinkAlone(graph);
        return ((delegate* unmanaged<double>)image.GetAddress(module.Name))();
    }

    private IrModule Compile(Prototype prototype, Expression body) =>
        IrModule.Parse(IrWriter.Write(prototype, body, name => name == prototype.Name ? prototype : _prototypes.GetValueOrDefault(name)), prototype.Name, Options);

    private void Command(string[] words)
    {
        switch (words)
        {
            case [":forget", var name] when _modules.TryGetValue(name, out List<ProgramModule>? versions):
                if (Forget(versions, keepLast: false) && versions.Count == 0)
                {
                    _modules.Remove(name);
                    _prototypes.Remove(name);
                    _output.WriteLine($"{name} is forgotten");
                }

                break;
            case [":functions"]:
                foreach ((string name, List<ProgramModule> versions) in _modules.OrderBy(m => m.Key, StringComparer.Ordinal))
                {
                    _output.WriteLine($"{name}/{_prototypes[name].Parameters.Count}: {string.Join(", ", versions.Select(v => v.IsLinked ? "linked" : v.IsCompiled ? "compiled" : "waiting"))}");
                }

                break;
            default:
                _output.WriteLine(":functions, :forget NAME, or def NAME(PARAMETERS) EXPRESSION, extern NAME(PARAMETERS), EXPRESSION");
                break;
        }
    }

    // Whether any of them went.
    private bool Forget(List<ProgramModule> versions, bool keepLast)
    {
        int before = versions.Count;
        for (int i = versions.Count - (keepLast ? 2 : 1); i >= 0; i--)
        {
            try
            {
                _engine.Remove(versions[i]);
                versions.RemoveAt(i);
            }
            catch (InvalidOperationException e) when (!keepLast)
            {
                _output.WriteLine($"error: {e.Message}");
            }
            catch (InvalidOperationException)
            {
                // Something that was linked to the old definition still needs it.
            }
        }

        return versions.Count < before;
    }
}
