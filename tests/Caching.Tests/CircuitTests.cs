namespace Linker.Caching.Tests;

public class CircuitTests
{
    private readonly TestClock _clock = new();
    private readonly Circuit _circuit;

    public CircuitTests() => _circuit = new Circuit(3, TimeSpan.FromSeconds(30), _clock);

    [Fact]
    public void Failures_that_are_not_in_a_row_change_nothing()
    {
        for (int i = 0; i < 10; i++)
        {
            Fail(2);
            Assert.True(_circuit.MayAsk());
            _circuit.Succeeded();
        }
    }

    [Fact]
    public void After_some_failures_in_a_row_nobody_asks_until_the_pause_is_over()
    {
        Fail(3);
        Assert.False(_circuit.MayAsk());
        Pass(29);
        Assert.False(_circuit.MayAsk());
        Pass(1);
        Assert.True(_circuit.MayAsk());
    }

    [Fact]
    public void One_question_finds_out_whether_the_server_is_back()
    {
        Fail(3);
        Pass(30);
        Assert.True(_circuit.MayAsk());
        Assert.False(_circuit.MayAsk());
        _circuit.Succeeded();
        Assert.True(_circuit.MayAsk());
        Assert.True(_circuit.MayAsk());
        Fail(2);
        Assert.True(_circuit.MayAsk());
    }

    [Fact]
    public void One_failure_after_the_pause_begins_another()
    {
        Fail(3);
        Pass(30);
        Assert.True(_circuit.MayAsk());
        Fail(1);
        Pass(29);
        Assert.False(_circuit.MayAsk());
        Pass(1);
        Assert.True(_circuit.MayAsk());
    }

    [Fact]
    public void A_question_without_an_answer_is_followed_by_another_after_the_pause()
    {
        Fail(3);
        Pass(30);
        Assert.True(_circuit.MayAsk());
        Pass(30);
        Assert.True(_circuit.MayAsk());
    }

    private void Fail(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _circuit.Failed();
        }
    }

    private void Pass(int seconds) => _clock.Now += TimeSpan.FromSeconds(seconds);
}
