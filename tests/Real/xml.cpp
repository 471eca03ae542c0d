// pugixml: a document parsed, walked, changed, written and read again; XPath queries, functions and variables, what damaged documents and queries say, encodings, its own allocators, 2000 nodes.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string>
#include <pugixml.hpp>

static const char text[] =
    "<?xml version='1.0'?><!DOCTYPE shop><shop open=\"yes\">"
    "<item id='a' price='2.5' count='4'>apple &amp; pear<!-- fresh --></item><item id='b' price='10' count='1'><![CDATA[<raw>]]></item>"
    "<item id='c' price='0.25' count='12'>&#x42f;&#1103;<note lang='ru'>x</note></item></shop>";

static long taken, given;
static void *take(size_t size) { taken++; return std::malloc(size); }
static void give(void *block) { given++; std::free(block); }

struct Written : pugi::xml_writer
{
    std::string all;
    void write(const void *data, size_t size) override { all.append(static_cast<const char *>(data), size); }
};

struct Walker : pugi::xml_tree_walker
{
    int kinds[9] = {}, deepest = 0;
    bool for_each(pugi::xml_node &node) override
    {
        kinds[node.type()]++;
        if (depth() > deepest)
            deepest = depth();
        return true;
    }
};

static unsigned sum(const std::string &bytes)
{
    unsigned hash = 2166136261u;
    for (unsigned char c : bytes)
        hash = (hash ^ c) * 16777619u;
    return hash;
}

static void query(const pugi::xml_node &node, const char *path)
{
    try
    {
        pugi::xpath_query query(path);
        switch (query.return_type())
        {
            case pugi::xpath_type_number: std::printf("%s = %g\n", path, query.evaluate_number(node)); break;
            case pugi::xpath_type_boolean: std::printf("%s = %s\n", path, query.evaluate_boolean(node) ? "true" : "false"); break;
            case pugi::xpath_type_string:
            {
                char value[40];
                query.evaluate_string(value, sizeof value, node);
                std::printf("%s = '%s'\n", path, value);
                break;
            }
            default: std::printf("%s: %d nodes, first '%s'\n", path, (int)query.evaluate_node_set(node).size(), query.evaluate_node(node).node().attribute("id").value());
        }
    }
    catch (const pugi::xpath_exception &e)
    {
        std::printf("%s: %s at %d\n", path, e.what(), (int)e.result().offset);
    }
}

static void documents()
{
    pugi::xml_document document;
    pugi::xml_parse_result result = document.load_buffer(text, sizeof text - 1, pugi::parse_full);
    std::printf("%s, %d bytes\n", result.description(), (int)(sizeof text - 1));
    Walker walker;
    document.traverse(walker);
    for (int kind = 1; kind < 9; kind++)
        std::printf("%d%s", walker.kinds[kind], kind < 8 ? " " : "");
    std::printf(", %d deep\n", walker.deepest);
    pugi::xml_node shop = document.child("shop");
    double total = 0;
    for (pugi::xml_node item : shop.children("item"))
        total += item.attribute("price").as_double() * item.attribute("count").as_int();
    std::printf("total %g, open %d, '%s' '%s' '%s'\n", total, shop.attribute("open").as_bool(), shop.child_value("item"), shop.find_child_by_attribute("id", "b").text().get(), shop.last_child().text().get());
    query(document, "/shop/item[@price > 1]");
    query(document, "sum(//item/@count)");
    query(document, "concat(translate('abc', 'b', 'x'), '-', substring-after('key=value', '='), '-', string(//item[2]/@id))");
    query(document, "count(//item[position() = last()]/preceding-sibling::item) = 2 and not(starts-with(name(/*), 'x'))");
    query(document, "//note/ancestor::item | //item[contains(., 'apple')]");
    query(document, "round(-2.5) + 7 mod 4 * number('3')");
    query(document, "/shop/item[");
    query(document, "unknown()");
    pugi::xpath_variable_set variables;
    variables.add("limit", pugi::xpath_type_number);
    variables.set("limit", 5.0);
    std::printf("below the limit: %d\n", (int)shop.select_nodes("item[@count < $limit]", &variables).size());
    shop.prepend_copy(shop.last_child()).attribute("id").set_value("d");
    shop.append_child("empty").append_attribute("what") = "<\"'&>";
    shop.remove_child(shop.find_child_by_attribute("id", "b"));
    shop.append_move(shop.child("item"));
    Written written;
    document.save(written, " ", pugi::format_indent | pugi::format_no_declaration);
    std::fputs(written.all.c_str(), stdout);
    for (pugi::xml_encoding encoding : {pugi::encoding_utf16_be, pugi::encoding_utf32_le, pugi::encoding_latin1})
    {
        Written other;
        document.save(other, "", pugi::format_raw, encoding);
        pugi::xml_document again;
        result = again.load_buffer(other.all.data(), other.all.size(), pugi::parse_full, encoding);
        std::printf("encoding %d: %d bytes, %08x, %s\n", encoding, (int)other.all.size(), sum(other.all), result.description());
    }
    for (const char *damaged : {"<a><b></a>", "<a x='1' y=2/>", "<a>&#xffffffff;</a", "", "<!-- <a/>"})
    {
        pugi::xml_document broken;
        result = broken.load_string(damaged);
        std::printf("'%s': %s at %d\n", damaged, result.description(), (int)result.offset);
    }
}

static void many()
{
    pugi::xml_document document;
    pugi::xml_node root = document.append_child("root");
    for (int i = 0; i < 2000; i++)
    {
        pugi::xml_node node = root.append_child(("n" + std::to_string(i % 7)).c_str());
        node.append_attribute("value") = (i * 7919) % 1009;
        node.text() = i * 0.5;
    }
    pugi::xpath_node_set found = root.select_nodes("n3[@value mod 5 = 0]");
    found.sort(true);
    Written written;
    document.save(written, "\t");
    pugi::xml_document again;
    pugi::xml_parse_result result = again.load_buffer(written.all.data(), written.all.size());
    std::printf("2000 nodes: %d bytes, %08x, %s, %d found, first %d, sum %.1f\n", (int)written.all.size(), sum(written.all), result.description(), (int)found.size(), found.first().node().attribute("value").as_int(),
        pugi::xpath_query("sum(//n1)").evaluate_number(again));
}

// The library throws what the C++ library of this system defines, and gives its pages back.
static void exhausted()
{
    pugi::set_memory_management_functions([](size_t) -> void * { return nullptr; }, give);
    try
    {
        pugi::xpath_query query("1 + 1");
        std::puts("not exhausted");
    }
    catch (const std::bad_alloc &)
    {
        std::puts("exhausted");
    }
    pugi::set_memory_management_functions(take, give);
}

int main()
{
    pugi::set_memory_management_functions(take, give);
    documents();
    many();
    exhausted();
    std::printf("memory: %s\n", taken > 50 && taken == given ? "all given back" : "kept");
    return 0;
}
