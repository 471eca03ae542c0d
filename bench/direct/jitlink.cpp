// JITLink: a graph for each object, linked together by the names that they ask for.
#include "peer.h"

#include "llvm/ExecutionEngine/JITLink/EHFrameSupport.h"
#include "llvm/ExecutionEngine/JITLink/JITLink.h"
#include "llvm/ExecutionEngine/JITLink/JITLinkMemoryManager.h"
#include "llvm/ExecutionEngine/Orc/SymbolStringPool.h"

using namespace llvm;
using namespace llvm::jitlink;

extern "C" void __register_frame(void *);
extern "C" void __deregister_frame(void *);

namespace
{

class ArenaMemory : public JITLinkMemoryManager
{
public:
    explicit ArenaMemory(Arena &arena) : arena(arena) {}

    void allocate(const JITLinkDylib *, LinkGraph &graph, OnAllocatedFunction onAllocated) override
    {
        BasicLayout layout(graph);
        for (auto &[group, segment] : layout.segments())
        {
            std::size_t size = segment.ContentSize + segment.ZeroFillSize;
            char *memory = arena.take(size, segment.Alignment.value());
            if (!memory)
            {
                return onAllocated(createStringError("the arena is full"));
            }

            std::memset(memory + segment.ContentSize, 0, segment.ZeroFillSize);
            segment.WorkingMem = memory;
            segment.Addr = orc::ExecutorAddr::fromPtr(memory);
        }

        if (Error error = layout.apply())
        {
            return onAllocated(std::move(error));
        }

        onAllocated(std::make_unique<InFlight>(graph));
    }

    // The actions of a graph without plugins do nothing, and the memory goes with the link.
    void deallocate(std::vector<FinalizedAlloc> allocations, OnDeallocatedFunction onDeallocated) override
    {
        for (FinalizedAlloc &allocation : allocations)
        {
            allocation.release();
        }

        onDeallocated(Error::success());
    }

private:
    class InFlight : public InFlightAlloc
    {
    public:
        explicit InFlight(LinkGraph &graph) : graph(graph) {}

        void finalize(OnFinalizedFunction onFinalized) override
        {
            auto actions = orc::shared::runFinalizeActions(graph.allocActions());
            if (!actions)
            {
                return onFinalized(actions.takeError());
            }

            onFinalized(FinalizedAlloc(orc::ExecutorAddr(1)));
        }

        void abandon(OnAbandonedFunction onAbandoned) override { onAbandoned(Error::success()); }

    private:
        LinkGraph &graph;
    };

    Arena &arena;
};

struct Link
{
    std::size_t mark;
    std::vector<JITLinkMemoryManager::FinalizedAlloc> allocations;
    std::vector<void *> frames;
    std::vector<orc::SymbolStringPtr> names;
};

class JITLinkPeer : public Peer
{
public:
    JITLinkPeer(bool isReusing, std::uint64_t external) : isReusing(isReusing), external(external)
    {
        if (isReusing)
        {
            arena = std::make_unique<Arena>();
            memory = std::make_unique<ArenaMemory>(*arena);
        }
        else
        {
            memory = cantFail(InProcessMemoryManager::Create());
        }
    }

    bool link(const PeerObject *objects, std::size_t count, bool isPublished, std::uint64_t *addresses) override
    {
        error.clear();
        links.push_back(Link{isReusing ? arena->mark() : 0, {}, {}, {}});
        for (std::size_t i = 0; i < count && error.empty(); i++)
        {
            auto graph = createLinkGraphFromObject(MemoryBufferRef(StringRef(objects[i].bytes, objects[i].size), objects[i].name), pool);
            if (!graph)
            {
                error = toString(graph.takeError());
                break;
            }

            addresses[i] = 0;
            orc::SymbolStringPtr entry = objects[i].entry ? pool->intern(objects[i].entry) : nullptr;
            jitlink::link(std::move(*graph), std::make_unique<Context>(*this, std::move(entry), addresses[i], isPublished, count > 1));
        }

        // Every object is in memory and has said where its names are; now each gets what it asked for.
        for (std::size_t i = 0; i < asked.size(); i++)
        {
            AsyncLookupResult result;
            for (auto &[name, flags] : asked[i].first)
            {
                auto found = published.find(name);
                result[name] = found == published.end() ? orc::ExecutorSymbolDef(orc::ExecutorAddr(external), JITSymbolFlags::Exported | JITSymbolFlags::Callable) : found->second;
            }

            asked[i].second->run(std::move(result));
        }

        asked.clear();
        bool isLinked = error.empty();
        if (!isLinked)
        {
            removeLast();
        }

        return isLinked;
    }

    void removeLast() override
    {
        Link &link = links.back();
        for (void *frame : link.frames)
        {
            __deregister_frame(frame);
        }

        for (const orc::SymbolStringPtr &name : link.names)
        {
            published.erase(name);
        }

        cantFail(memory->deallocate(std::move(link.allocations)));
        if (isReusing)
        {
            arena->reset(link.mark);
        }

        links.pop_back();
    }

private:
    class Context : public JITLinkContext
    {
    public:
        Context(JITLinkPeer &peer, orc::SymbolStringPtr entry, std::uint64_t &address, bool isPublished, bool isOneOfMany)
            : JITLinkContext(nullptr), peer(peer), entry(std::move(entry)), address(address), isPublished(isPublished), isOneOfMany(isOneOfMany)
        {
        }

        JITLinkMemoryManager &getMemoryManager() override { return *peer.memory; }
        void notifyFailed(Error failure) override { peer.error += toString(std::move(failure)); }
        void lookup(const LookupMap &names, std::unique_ptr<JITLinkAsyncLookupContinuation> continuation) override { peer.asked.emplace_back(names, std::move(continuation)); }

        Error notifyResolved(LinkGraph &graph) override
        {
            for (Symbol *symbol : graph.defined_symbols())
            {
                if (symbol->getScope() == Scope::Local || !symbol->hasName())
                {
                    continue;
                }

                bool isEntry = symbol->getName() == entry;
                if (isEntry)
                {
                    address = symbol->getAddress().getValue();
                }

                if (isOneOfMany || (isEntry && isPublished))
                {
                    peer.published[symbol->getName()] = orc::ExecutorSymbolDef(symbol->getAddress(), JITSymbolFlags::Exported);
                    peer.links.back().names.push_back(symbol->getName());
                }
            }

            return Error::success();
        }

        Error modifyPassConfig(LinkGraph &, PassConfiguration &passes) override
        {
            passes.PostFixupPasses.push_back([this](LinkGraph &graph)
            {
                if (Section *frames = getEHFrameSection(graph); frames && !frames->empty())
                {
                    frame = SectionRange(*frames).getStart().toPtr<void *>();
                }

                return Error::success();
            });
            return Error::success();
        }

        void notifyFinalized(JITLinkMemoryManager::FinalizedAlloc allocation) override
        {
            peer.links.back().allocations.push_back(std::move(allocation));
            if (frame)
            {
                __register_frame(frame);
                peer.links.back().frames.push_back(frame);
            }
        }

    private:
        JITLinkPeer &peer;
        orc::SymbolStringPtr entry;
        std::uint64_t &address;
        bool isPublished, isOneOfMany;
        void *frame = nullptr;
    };

    bool isReusing;
    std::uint64_t external;
    std::unique_ptr<Arena> arena;
    std::unique_ptr<JITLinkMemoryManager> memory;
    std::shared_ptr<orc::SymbolStringPool> pool = std::make_shared<orc::SymbolStringPool>();
    DenseMap<orc::SymbolStringPtr, orc::ExecutorSymbolDef> published;
    std::vector<std::pair<JITLinkContext::LookupMap, std::unique_ptr<JITLinkAsyncLookupContinuation>>> asked;
    std::vector<Link> links;
};

}

Peer *createJITLink(bool isReusing, std::uint64_t external) { return new JITLinkPeer(isReusing, external); }
