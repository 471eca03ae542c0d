using System.Runtime.InteropServices;
using Linker.Engine;
using Linker.Samples.PluginHost;

// A plugin in C++ finds C++'s library in the process.
HostProcessResolver.LoadLibrary("libstdc++.so.6");
string folder = Path.Combine(AppContext.BaseDirectory, "plugins", RuntimeInformation.ProcessArchitecture.ToString());
var plugins = new List<(string Name, Plugin Plugin)>();

Load("words");
Load("caesar");
Load("sum");
Load("broken");
Call("words", "so much to do so little done");
Call("caesar", "Gur dhvpx oebja sbk");
Call("sum", "1 2 39");
Call("sum", "1 two 3");

// The new version is there before the old one goes: if it were refused, the old one would stay.
Load("words_2");
Unload("words");
Call("words", "so much to do so little done");
while (plugins.Count != 0)
{
    Unload(plugins[^1].Name);
}

void Load(string name)
{
    try
    {
        var plugin = new Plugin(Path.Combine(folder, $"plugin_{name}.o"));
        plugins.Add((name, plugin));
        Console.WriteLine($"loaded {name}: {string.Join(", ", plugin.Functions.Keys)}");
    }
    catch (UnresolvedSymbolsException e)
    {
        Console.WriteLine($"refused {name}: this host has no {string.Join(", ", e.Symbols.Select(s => s.Name))}");
    }
}

void Unload(string name)
{
    Console.WriteLine($"unloading {name}");
    int index = plugins.FindIndex(p => p.Name == name);
    plugins[index].Plugin.Dispose();
    plugins.RemoveAt(index);
}

// Of two plugins with the function, the one that was loaded last.
void Call(string function, string text)
{
    Plugin plugin = plugins.FindLast(p => p.Plugin.Functions.ContainsKey(function)).Plugin;
    Console.WriteLine($"{function}(\"{text}\") = {plugin.Functions[function].Call(text)}");
}
