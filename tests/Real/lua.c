// liblua5.4.a: the stock interpreter's loop over an embedded script: closures, string functions, coroutines, errors caught by pcall (setjmp, longjmp).
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdio.h>

static const char script[] =
    "local function counter() local n = 0 return function() n = n + 1 return n end end\n"
    "local a, b = counter(), counter()\n"
    "print(a(), a(), b(), a())\n"
    "print(string.format('%5.2f|%-6s|%q', math.pi, 'ab', 'x\\ny'))\n"
    "print(('hello world'):gsub('o', '0'))\n"
    "print(string.rep('ab', 3, '-'), ('abc'):upper(), #'four', ('key=value'):match('(%w+)=(%w+)'))\n"
    "local ok, e = pcall(function() error({code = 42}) end) print(ok, e.code)\n"
    "print(select(2, pcall(function() error('plain') end)))\n"
    "print(select(2, pcall(function() local t = nil; return t.x end)))\n"
    "print(select(2, xpcall(function() error('traced') end, function(m) return 'handled: ' .. m end)))\n"
    "local co = coroutine.wrap(function(x) for i = 1, 3 do x = coroutine.yield(x * i) end return 'done' end)\n"
    "print(co(10), co(20), co(30), co(0))\n"
    "local t = {5, 2, 8, 1}\n"
    "table.sort(t, function(x, y) return x > y end)\n"
    "print(table.concat(t, ','))\n"
    "print(host_sum(1, 2, 3.5))\n"
    "print(select(2, pcall(host_sum, 'x')))\n"
    "local mt = setmetatable({}, {__index = function(_, k) return k .. '!' end, __gc = function() collected = true end})\n"
    "print(mt.hey); mt = nil; collectgarbage(); collectgarbage(); print(collected)\n"
    "local s = 0; for i = 1, 1000000 do s = s + i % 7 end print(s)\n"
    "print(10 // 3, 2^10, 7 / 2, 1 << 40, 'a' < 'b', math.type(3.0))\n"
    "goto finish\n"
    "print('never')\n"
    "::finish:: print(string.pack('<i4', 258):byte(1, -1))\n";

static int host_sum(lua_State *state)
{
    lua_Number sum = 0;
    for (int i = 1; i <= lua_gettop(state); i++)
        sum += luaL_checknumber(state, i);
    lua_pushnumber(state, sum);
    return 1;
}

int main(void)
{
    lua_State *state = luaL_newstate();
    luaL_openlibs(state);
    lua_register(state, "host_sum", host_sum);
    int status = luaL_loadbuffer(state, script, sizeof script - 1, "=script") || lua_pcall(state, 0, LUA_MULTRET, 0);
    fflush(stdout);
    if (status)
        printf("failed: %s\n", lua_tostring(state, -1));
    const char *lines[] = { "x = 6 * 7", "print(x)", "print('unfinished", "error('from line', 0)", "print(_VERSION)" };
    for (unsigned i = 0; i < sizeof lines / sizeof lines[0]; i++)
    {
        if (luaL_loadstring(state, lines[i]) || lua_pcall(state, 0, 0, 0))
        {
            printf("line %u: %s\n", i + 1, lua_tostring(state, -1));
            lua_pop(state, 1);
        }
        fflush(stdout);
    }
    lua_close(state);
    return status;
}
