// One of LLVM's linkers without ORC, as the benchmark calls it: what is left when nothing of a JIT is around them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include <sys/mman.h>

/// An object, and the name in it that is looked up, or null.
struct PeerObject
{
    const char *bytes;
    std::size_t size;
    const char *name;
    const char *entry;
};

/// Links are kept on a stack: the last one is removed first.
class Peer
{
public:
    virtual ~Peer() = default;

    /// Links objects together. When `isPublished`, their entries are found by later links.
    virtual bool link(const PeerObject *objects, std::size_t count, bool isPublished, std::uint64_t *addresses) = 0;
    virtual void removeLast() = 0;

    std::string error;
};

/// Memory that is mapped once, may be written and executed, and is used again: with it, a peer pays nothing to the system.
class Arena
{
public:
    Arena() : start(static_cast<char *>(mmap(nullptr, Size, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))) {}
    ~Arena() { munmap(start, Size); }
    Arena(const Arena &) = delete;
    Arena &operator=(const Arena &) = delete;

    bool isMapped() const { return start != MAP_FAILED; }

    /// Null when it is full.
    char *take(std::size_t size, std::size_t alignment)
    {
        std::size_t offset = (used + alignment - 1) & ~(alignment - 1);
        if (offset > Size || size > Size - offset)
        {
            return nullptr;
        }

        used = offset + size;
        return start + offset;
    }

    std::size_t mark() const { return used; }
    void reset(std::size_t mark) { used = mark; }

private:
    static constexpr std::size_t Size = std::size_t(64) << 20;
    char *start;
    std::size_t used = 0;
};

Peer *createRuntimeDyld(bool isReusing, std::uint64_t external);
Peer *createJITLink(bool isReusing, std::uint64_t external);
