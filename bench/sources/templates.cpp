// Much C++: containers, algorithms, streams and regular expressions over many types, with exceptions and COMDAT groups.
#include <algorithm>
#include <deque>
#include <functional>
#include <iomanip>
#include <list>
#include <map>
#include <memory>
#include <numeric>
#include <regex>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <variant>
#include <vector>

namespace
{

template <int N>
struct Key
{
    long number;
    std::string name;

    bool operator<(const Key &other) const { return number % (N + 2) < other.number % (N + 2) || (number == other.number && name < other.name); }
    bool operator==(const Key &other) const { return number == other.number && name == other.name; }
};

template <int N>
struct KeyHash
{
    std::size_t operator()(const Key<N> &key) const { return std::hash<std::string>()(key.name) * (N + 3) ^ static_cast<std::size_t>(key.number); }
};

}

template <int N>
struct Failure : std::runtime_error
{
    explicit Failure(const std::string &what) : std::runtime_error(what + std::to_string(N)) {}
};

template <int N>
class Workload
{
public:
    virtual ~Workload() = default;

    virtual long tables(const std::string &text)
    {
        std::map<Key<N>, std::vector<std::string>> ordered;
        std::unordered_map<Key<N>, std::shared_ptr<std::list<long>>, KeyHash<N>> hashed;
        std::istringstream input(text);
        std::string word;
        for (long i = 0; input >> word; i++)
        {
            Key<N> key{i * N, word};
            ordered[key].push_back(word + std::to_string(i));
            auto &list = hashed[key];
            if (!list)
            {
                list = std::make_shared<std::list<long>>();
            }

            list->push_back(i);
            if (word.size() > 1000)
            {
                throw Failure<N>(word);
            }
        }

        long sum = 0;
        for (const auto &[key, words] : ordered)
        {
            sum += key.number + static_cast<long>(words.size());
            hashed.at(key)->sort();
        }

        return sum;
    }

    virtual std::string sorted(std::deque<std::pair<Key<N>, double>> items)
    {
        std::stable_sort(items.begin(), items.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
        std::set<Key<N>, std::function<bool(const Key<N> &, const Key<N> &)>> unique([](const Key<N> &a, const Key<N> &b) { return b < a; });
        std::ostringstream output;
        for (const auto &[key, value] : items)
        {
            if (unique.insert(key).second)
            {
                output << std::setw(N + 1) << key.name << '=' << std::setprecision(N + 2) << value << ';';
            }
        }

        return output.str();
    }

    virtual std::size_t visited(const std::vector<std::variant<long, std::string, Key<N>>> &values)
    {
        std::size_t size = 0;
        for (const auto &value : values)
        {
            try
            {
                size += std::visit(
                    [](const auto &v) -> std::size_t
                    {
                        using T = std::decay_t<decltype(v)>;
                        if constexpr (std::is_same_v<T, std::string>)
                        {
                            return std::stoul(v) + N;
                        }
                        else if constexpr (std::is_same_v<T, Key<N>>)
                        {
                            return KeyHash<N>()(v);
                        }
                        else
                        {
                            return static_cast<std::size_t>(v);
                        }
                    },
                    value);
            }
            catch (const std::invalid_argument &e)
            {
                size += std::string(e.what()).size();
            }
            catch (const std::exception &e)
            {
                throw Failure<N>(e.what());
            }
        }

        return size;
    }
};

template <int... N>
static long all(const std::string &text, std::integer_sequence<int, N...>)
{
    std::vector<std::function<long()>> runs = {[&text]
    {
        Workload<N> load;
        std::deque<std::pair<Key<N>, double>> items{{Key<N>{N, text}, N / 2.0}};
        std::vector<std::variant<long, std::string, Key<N>>> values{static_cast<long>(N), text, Key<N>{N, text}};
        return load.tables(text) + static_cast<long>(load.sorted(items).size() + load.visited(values));
    }...};
    return std::accumulate(runs.begin(), runs.end(), 0L, [](long sum, const auto &run) { return sum + run(); });
}

bool templates_match(const std::string &text, const std::string &pattern)
{
    std::regex expression(pattern, std::regex::ECMAScript | std::regex::icase);
    std::smatch match;
    return std::regex_search(text, match, expression);
}

bool templates_match_wide(const std::wstring &text, const std::wstring &pattern)
{
    return std::regex_match(text, std::wregex(pattern, std::regex::extended));
}

extern "C" long templates_entry(const char *text)
{
    return all(text, std::make_integer_sequence<int, TEMPLATES>()) + templates_match(text, "([a-z]+)[0-9]*");
}
