// Shows what the C++ library does with thread-local variables of its own: std::call_once reaches __once_callable by initial-exec,
// in code that was compiled without any option.
#include <cstdio>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

static std::once_flag once;
static int runs;

int main()
{
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; i++)
        threads.emplace_back([] { std::call_once(once, [] { runs++; }); });
    for (std::thread &thread : threads)
        thread.join();
    std::printf("once: %d\n", runs);

    std::future<int> answer = std::async(std::launch::async, [] { return 42; });
    std::printf("async: %d\n", answer.get());

    std::promise<int> promise;
    std::thread keeper([&promise] { promise.set_value(7); });
    std::printf("promise: %d\n", promise.get_future().get());
    keeper.join();

    std::once_flag failing;
    int attempts = 0;
    for (int i = 0; i < 3; i++) {
        try {
            std::call_once(failing, [&attempts] { if (++attempts < 2) throw attempts; });
        } catch (int attempt) {
            std::printf("attempt %d failed\n", attempt);
        }
    }
    std::printf("attempts: %d\n", attempts);
    return 0;
}
