// What the benchmark imports.
#include "peer.h"

extern "C" Peer *peer_create(int isJITLink, int isReusing, std::uint64_t external)
{
    return isJITLink ? createJITLink(isReusing, external) : createRuntimeDyld(isReusing, external);
}

extern "C" int peer_link(Peer *peer, const PeerObject *objects, std::size_t count, int isPublished, std::uint64_t *addresses)
{
    return peer->link(objects, count, isPublished, addresses);
}

extern "C" void peer_remove_last(Peer *peer) { peer->removeLast(); }

extern "C" const char *peer_error(Peer *peer) { return peer->error.c_str(); }

extern "C" void peer_dispose(Peer *peer) { delete peer; }
