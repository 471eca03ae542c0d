namespace Linker.Engine;

/// <summary>Modules and those that they refer to, in groups: modules that refer to each other in a circle are one group, and a group comes after those that it refers to (Tarjan's strongly connected components).</summary>
internal sealed class ModuleGroups
{
    private readonly List<ProgramModule> _modules = [];
    private readonly List<List<int>> _references = [];

    /// <summary>Adds a module, unless it is there.</summary>
    /// <returns>Its number.</returns>
    internal int Add(ProgramModule module)
    {
        if (module.Mark < _modules.Count && _modules[module.Mark] == module)
        {
            return module.Mark;
        }

        module.Mark = _modules.Count;
        _modules.Add(module);
        _references.Add([]);
        return module.Mark;
    }

    internal int Count => _modules.Count;

    internal ProgramModule this[int index] => _modules[index];

    internal void Refer(int from, int to) => _references[from].Add(to);

    internal void Clear()
    {
        _modules.Clear();
        _references.Clear();
    }

    /// <summary>The groups in an order in which they can be linked.</summary>
    internal List<ProgramModule[]> Sort()
    {
        var groups = new List<ProgramModule[]>();
        int[] number = new int[Count], low = new int[Count], next = new int[Count];
        var open = new Stack<int>();
        bool[] isOpen = new bool[Count];
        var path = new Stack<int>();
        int numbers = 0;
        for (int start = 0; start < Count; start++)
        {
            if (number[start] != 0)
            {
                continue;
            }

            Enter(start);
            while (path.TryPeek(out int at))
            {
                if (next[at] < _references[at].Count)
                {
                    int to = _references[at][next[at]++];
                    if (number[to] == 0)
                    {
                        Enter(to);
                    }
                    else if (isOpen[to])
                    {
                        low[at] = Math.Min(low[at], number[to]);
                    }

                    continue;
                }

                _ = path.Pop();
                if (path.TryPeek(out int parent))
                {
                    low[parent] = Math.Min(low[parent], low[at]);
                }

                if (low[at] == number[at])
                {
                    groups.Add(Close(at));
                }
            }
        }

        return groups;

        void Enter(int module)
        {
            number[module] = low[module] = ++numbers;
            open.Push(module);
            isOpen[module] = true;
            path.Push(module);
        }

        // In the order in which they were added, so that an image does not depend on who was asked for first.
        ProgramModule[] Close(int root)
        {
            var group = new List<int>();
            int member;
            do
            {
                member = open.Pop();
                isOpen[member] = false;
                group.Add(member);
            }
            while (member != root);
            return [.. group.Select(g => _modules[g]).OrderBy(m => m.Age)];
        }
    }
}
