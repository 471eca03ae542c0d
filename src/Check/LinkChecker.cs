using Linker.Engine;

namespace Linker.Check;

/// <summary>Evaluates rules over one linked image.</summary>
/// <example>
/// <code>
/// var checker = new LinkChecker(image, linker.Definitions);
/// foreach (Rule rule in RuleReader.Read(File.ReadAllText("calls.s"), "calls.s"))
///     Console.WriteLine(checker.Evaluate(rule));
/// </code>
/// </example>
public sealed class LinkChecker
{
    private readonly LoadedImage _image;
    private readonly LinkNames _names;

    /// <summary>A checker of an image that was linked with <see cref="LinkRequest.Record"/>. It is to be used while the image lives.</summary>
    /// <param name="image">The image.</param>
    /// <param name="definitions">Names that rules may use besides those of the link.</param>
    /// <exception cref="ArgumentException">The link was not recorded.</exception>
    public LinkChecker(LoadedImage image, SymbolDefinitions? definitions = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        _image = image;
        _names = new LinkNames(image.Record ?? throw new ArgumentException($"{image.Name} was not recorded; link it with LinkRequest.ForCheck, or with Record set.", nameof(image)), definitions);
    }

    /// <summary>Computes both sides of a rule. What has no value, an unknown symbol for one, is part of the result.</summary>
    /// <exception cref="RuleSyntaxException">The text is not a rule.</exception>
    /// <exception cref="ObjectDisposedException">The image is gone.</exception>
    public RuleResult Evaluate(Rule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        (IExpression left, IExpression right) = RuleParser.Parse(rule);
        var evaluator = new Evaluator(_image, _names, rule);
        return new RuleResult(rule, evaluator.Evaluate(left), evaluator.Evaluate(right));
    }
}
