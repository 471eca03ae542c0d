// dynamic_cast over multiple and virtual inheritance, typeid, static locals with guards, virtual destructors, pointers to members, placement, operator new.
#include <cstdio>
#include <cstring>
#include <memory>
#include <new>
#include <typeinfo>

struct Base { virtual ~Base() {} virtual int id() const { return 1; } };
struct Left : virtual Base { int left = 10; int id() const override { return 2; } };
struct Right : virtual Base { int right = 20; };
struct Bottom : Left, Right { int id() const override { return Left::id() + 40; } };
struct Other : Base {};

static int made, destroyed;
struct Counted { Counted() { made++; } ~Counted() { destroyed++; } int value = 5; };

static Counted &local() { static Counted counted; return counted; }
template <typename T> int &per_type() { static int value = (int)sizeof(T); return value; }

struct Fails { Fails() { if (made++ < 100) throw 1; } };
static void retried() { static Fails fails; }

int main()
{
    std::unique_ptr<Base> object = std::make_unique<Bottom>();
    std::printf("id %d\n", object->id());
    std::printf("casts %d %d %d\n", dynamic_cast<Right *>(object.get())->right, dynamic_cast<Bottom *>(dynamic_cast<Right *>(object.get())) != nullptr,
                dynamic_cast<Other *>(object.get()) == nullptr);
    try { (void)dynamic_cast<Other &>(*object); }
    catch (const std::bad_cast &) { std::puts("bad cast"); }
    std::printf("typeid %d %d %s\n", typeid(*object) == typeid(Bottom), typeid(*object) == typeid(Left), typeid(int).name());
    local().value++;
    std::printf("static local %d made %d\n", local().value, made);
    per_type<long>()++;
    std::printf("per type %d %d\n", per_type<long>(), per_type<char>());
    int failures = 0;
    made = 98;
    for (int i = 0; i < 4; i++)
        try { retried(); } catch (int) { failures++; }
    std::printf("guard released %d\n", failures);
    int (Base::*method)() const = &Base::id;
    int Left::*field = &Left::left;
    Bottom bottom;
    std::printf("members %d %d\n", (bottom.*method)(), bottom.*field);
    alignas(Counted) char place[sizeof(Counted)];
    new (place) Counted();
    reinterpret_cast<Counted *>(place)->~Counted();
    auto *array = new Counted[10];
    delete[] array;
    std::printf("destroyed %d\n", destroyed);
    try { (void)::operator new((std::size_t)-1 / 2); }
    catch (const std::bad_alloc &) { std::puts("bad alloc"); }
    return 0;
}
