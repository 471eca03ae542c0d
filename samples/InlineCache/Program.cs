using Linker.Samples.InlineCache;

var point = new Shape("point", "x", "y");
var voxel = new Shape("voxel", "z", "y", "x");
using var heap = new Heap();
nint[] points = [.. Enumerable.Range(0, 1000).Select(i => heap.New(point, i, -i))];
nint[] voxels = [.. Enumerable.Range(0, 1000).Select(i => heap.New(voxel, 7, 5, 2 * i))];
nint[] mixed = [.. points.Zip(voxels, (p, v) => (nint[])[p, v]).SelectMany(pair => pair)];

using var site = new PropertySite(heap);
Console.WriteLine($"{"",-12} {"sum of x",9} {"misses",7} {"hits",7} {"slow",7}  the site calls");
Show("before", null);
Show("points", points);
Show("points again", points);
Show("voxels", voxels);
Show("voxels again", voxels);
Show("both in turn", mixed);
Show("both again", mixed);

void Show(string name, nint[]? objects)
{
    string sum = objects is null ? "" : $"{site.Total(objects, "x")}";
    Console.WriteLine($"{name,-12} {sum,9} {site.Misses,7} {site.Hits,7} {site.SlowReads,7}  {site.State}");
}
