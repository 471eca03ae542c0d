namespace Linker.Engine.Tests;

/// <summary>Calls back when images come and go.</summary>
internal sealed class Observer(Observer.Came came, Action? gone = null) : IImageObserver
{
    internal delegate void Came(ObservedImage image);

    internal Observer(Action come, Action gone)
        : this(_ => come(), gone)
    {
    }

    public IDisposable? Register(ObservedImage image)
    {
        came(image);
        return gone is null ? null : new Registration(gone);
    }

    private sealed class Registration(Action gone) : IDisposable
    {
        public void Dispose() => gone();
    }
}
