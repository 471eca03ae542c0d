// libstdc++: iostreams with manipulators, string streams, cin, locale-free formatting, containers, algorithms.
#include <algorithm>
#include <fstream>
#include <functional>
#include <iomanip>
#include <iostream>
#include <map>
#include <numeric>
#include <sstream>
#include <string>
#include <unordered_map>
#include <vector>

struct Point { int x, y; };
static std::ostream &operator<<(std::ostream &out, const Point &p) { return out << '(' << p.x << ", " << p.y << ')'; }

int main()
{
    std::cout << "int " << 42 << " hex " << std::hex << std::showbase << 255 << std::dec << " double " << std::setprecision(10) << 3.14159265358979 << '\n';
    std::cout << std::setw(10) << std::setfill('*') << std::left << "left" << std::setw(8) << std::right << 7 << std::setfill(' ') << '\n';
    std::cout << std::boolalpha << true << ' ' << Point{ 3, 4 } << ' ' << std::fixed << std::setprecision(2) << 2.0 / 3 << std::endl;
    std::istringstream in("10 20 thirty 40");
    int value, sum = 0;
    while (in >> value)
        sum += value;
    std::cout << "sum " << sum << " fail " << in.fail() << " eof " << in.eof() << '\n';
    std::string line;
    int lines = 0;
    while (std::getline(std::cin, line))
        std::cout << ++lines << ": " << line << '\n';
    std::map<std::string, std::vector<int>> groups;
    for (int i = 0; i < 20; i++)
        groups[i % 3 == 0 ? "three" : i % 2 == 0 ? "two" : "rest"].push_back(i);
    for (const auto &[name, members] : groups)
        std::cout << name << ' ' << std::accumulate(members.begin(), members.end(), 0) << '\n';
    std::unordered_map<std::string, int> counts;
    for (int i = 0; i < 10000; i++)
        counts["key " + std::to_string(i % 100)] += i;
    std::cout << "keys " << counts.size() << " key 7 " << counts["key 7"] << '\n';
    std::vector<std::string> words{ "stub", "addend", "slot", "got" };
    std::sort(words.begin(), words.end());
    std::function<std::string(const std::string &)> shout = [](const std::string &s) { return s + "!"; };
    for (const auto &word : words)
        std::cout << shout(word) << ' ';
    std::cout << '\n';
    std::ifstream missing("/does/not/exist");
    std::cout << "open " << missing.is_open() << '\n';
    std::cerr << "to stderr\n";
    return 0;
}
