// std::regex: matching, groups, iteration, replacement, a syntax error.
#include <iostream>
#include <regex>
#include <string>

int main()
{
    const std::string text = "calls.o: .text+0x1c: R_X86_64_PC32 against 'printf'; data.o: .data+0x8: R_X86_64_64 against 'value'";
    const std::regex place(R"((\w+\.o): (\.\w+)\+0x([0-9a-f]+): (R_X86_64_\w+) against '(\w+)')");
    for (std::sregex_iterator match(text.begin(), text.end(), place), end; match != end; ++match)
        std::cout << (*match)[1] << ' ' << (*match)[2] << ' ' << (*match)[3] << ' ' << (*match)[4] << ' ' << (*match)[5] << '\n';
    std::cout << std::regex_replace("2026-11-23", std::regex("(\\d+)-(\\d+)-(\\d+)"), "$3.$2.$1") << '\n';
    std::cout << std::regex_match("aaab", std::regex("a*b")) << std::regex_match("aaac", std::regex("a*b")) << '\n';
    try { std::regex broken("(unclosed"); }
    catch (const std::regex_error &e) { std::cout << "regex error " << (e.code() == std::regex_constants::error_paren) << '\n'; }
    return 0;
}
