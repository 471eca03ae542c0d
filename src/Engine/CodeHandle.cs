namespace Linker.Engine;

/// <summary>A claim of the client's to an image: its code, its data and the images that it uses stay in memory until the handle is disposed, also past the linker or the engine that made them.</summary>
/// <remarks>
/// <para>What the image calls through stubs stays too: the versions of replaceable functions that were in use when the engine went. A lazy function that was not made before cannot be made any more; its call fails as a failed compilation does.</para>
/// <para>Memory that the client's own <see cref="MemoryManager.IMemoryManager"/> gave is kept only as long as the client keeps that.</para>
/// </remarks>
/// <example>
/// <code>
/// CodeHandle handle;
/// using (var engine = new ExecutionEngine())
/// {
///     handle = engine.LinkAlone(ObjectReader.Read(File.ReadAllBytes("add.o"), "add.o")).Keep();
/// }
/// var add = (delegate* unmanaged&lt;int, int, int&gt;)handle.Image.GetAddress("add");
/// Console.WriteLine(add(2, 3));
/// handle.Dispose();
/// </code>
/// </example>
public sealed class CodeHandle : IDisposable
{
    private int _isDisposed;

    internal CodeHandle(LoadedImage image) => Image = image;

    /// <summary>What is kept. It can be used until the handle is disposed.</summary>
    public LoadedImage Image { get; }

    /// <summary>Gives the claim up. The image goes if it was the last one and its owner has let it go; then only when no thread runs its code.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            Image.Drop();
        }
    }
}
