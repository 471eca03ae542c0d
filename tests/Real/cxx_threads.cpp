// std::thread, mutex, condition variable, future, thread_local with destructors (in threads and in main), call_once, shared_ptr over threads.
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <future>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

static std::atomic<int> made, destroyed;
struct Local
{
    std::string text = "local";
    int count = 0;
    Local() { made++; }
    ~Local() { destroyed += count > 0; }
};
static thread_local Local local;
thread_local int plain = 3;

static std::mutex lock;
static std::condition_variable ready;
static int turn;

struct Last { ~Last() { std::printf("static destructor, thread locals destroyed %d\n", destroyed.load()); } } last;

int main()
{
    std::vector<std::thread> threads;
    std::atomic<long> total{ 0 };
    for (int i = 0; i < 8; i++)
        threads.emplace_back([i, &total] {
            local.count += i + 1;
            plain += i;
            std::unique_lock<std::mutex> guard(lock);
            ready.wait(guard, [i] { return turn == i; });
            std::printf("thread %d: %s %d %d\n", i, local.text.c_str(), local.count, plain);
            turn++;
            total += local.count;
            ready.notify_all();
        });
    for (auto &thread : threads)
        thread.join();
    std::printf("total %ld made %d destroyed %d\n", total.load(), made.load(), destroyed.load());
    local.count = 100;
    std::printf("main %d %d\n", local.count, plain);
    auto future = std::async(std::launch::async, [](int x) { return x * 2; }, 21);
    std::printf("future %d\n", future.get());
    auto failing = std::async(std::launch::async, []() -> int { throw std::runtime_error("in thread"); });
    try { failing.get(); }
    catch (const std::exception &e) { std::printf("caught %s\n", e.what()); }
    static std::once_flag once;
    int calls = 0;
    for (int i = 0; i < 3; i++)
        std::call_once(once, [&] { calls++; });
    std::printf("once %d\n", calls);
    auto shared = std::make_shared<int>(7);
    std::thread([copy = shared] { (void)copy; }).join();
    std::printf("shared %ld\n", shared.use_count());
    return 0;
}
