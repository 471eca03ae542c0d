// RuntimeDyld: all objects of a link in one instance, as MCJIT uses it.
#include "peer.h"

#include "llvm/ADT/StringMap.h"
#include "llvm/ExecutionEngine/RTDyldMemoryManager.h"
#include "llvm/ExecutionEngine/RuntimeDyld.h"
#include "llvm/ExecutionEngine/SectionMemoryManager.h"
#include "llvm/Object/ObjectFile.h"

using namespace llvm;

namespace
{

class ArenaMemory : public RTDyldMemoryManager
{
public:
    explicit ArenaMemory(Arena &arena) : arena(arena) {}

    std::uint8_t *allocateCodeSection(std::uintptr_t size, unsigned alignment, unsigned, StringRef) override { return take(size, alignment); }
    std::uint8_t *allocateDataSection(std::uintptr_t size, unsigned alignment, unsigned, StringRef, bool) override { return take(size, alignment); }
    bool finalizeMemory(std::string *) override { return false; }

private:
    std::uint8_t *take(std::uintptr_t size, unsigned alignment) { return reinterpret_cast<std::uint8_t *>(arena.take(size, alignment < 16 ? 16 : alignment)); }

    Arena &arena;
};

class Resolver : public JITSymbolResolver
{
public:
    explicit Resolver(std::uint64_t external) : external(external) {}

    void lookup(const LookupSet &names, OnResolvedFunction onResolved) override
    {
        LookupResult result;
        for (StringRef name : names)
        {
            auto found = published.find(name);
            result[name] = JITEvaluatedSymbol(found == published.end() ? external : found->second, JITSymbolFlags::Exported);
        }

        onResolved(std::move(result));
    }

    Expected<LookupSet> getResponsibilitySet(const LookupSet &names) override { return names; }

    StringMap<std::uint64_t> published;

private:
    std::uint64_t external;
};

struct Link
{
    std::unique_ptr<RTDyldMemoryManager> memory;
    std::size_t mark;
    std::vector<const char *> published;
};

class RuntimeDyldPeer : public Peer
{
public:
    RuntimeDyldPeer(bool isReusing, std::uint64_t external) : isReusing(isReusing), resolver(external) {}

    bool link(const PeerObject *objects, std::size_t count, bool isPublished, std::uint64_t *addresses) override
    {
        Link link{nullptr, isReusing ? arena().mark() : 0, {}};
        if (isReusing)
        {
            link.memory = std::make_unique<ArenaMemory>(arena());
        }
        else
        {
            link.memory = std::make_unique<SectionMemoryManager>();
        }

        RuntimeDyld dyld(*link.memory, resolver);
        std::vector<std::unique_ptr<object::ObjectFile>> files;
        for (std::size_t i = 0; i < count; i++)
        {
            auto file = object::ObjectFile::createELFObjectFile(MemoryBufferRef(StringRef(objects[i].bytes, objects[i].size), objects[i].name));
            if (!file)
            {
                error = toString(file.takeError());
                return false;
            }

            dyld.loadObject(**file);
            files.push_back(std::move(*file));
        }

        dyld.finalizeWithMemoryManagerLocking();
        for (std::size_t i = 0; i < count && !dyld.hasError(); i++)
        {
            addresses[i] = objects[i].entry ? dyld.getSymbol(objects[i].entry).getAddress() : 0;
            if (objects[i].entry && isPublished)
            {
                resolver.published[objects[i].entry] = addresses[i];
                link.published.push_back(objects[i].entry);
            }
        }

        bool isLinked = !dyld.hasError();
        error = isLinked ? "" : dyld.getErrorString().str();
        links.push_back(std::move(link));
        if (!isLinked)
        {
            removeLast();
        }

        return isLinked;
    }

    void removeLast() override
    {
        Link &link = links.back();
        for (const char *name : link.published)
        {
            resolver.published.erase(name);
        }

        link.memory->deregisterEHFrames();
        link.memory.reset();
        if (isReusing)
        {
            arena().reset(link.mark);
        }

        links.pop_back();
    }

private:
    Arena &arena()
    {
        if (!memory)
        {
            memory = std::make_unique<Arena>();
        }

        return *memory;
    }

    bool isReusing;
    std::unique_ptr<Arena> memory;
    Resolver resolver;
    std::vector<Link> links;
};

}

Peer *createRuntimeDyld(bool isReusing, std::uint64_t external) { return new RuntimeDyldPeer(isReusing, external); }
