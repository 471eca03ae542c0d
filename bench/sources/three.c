/* Three functions: a call within the object, a variable, and a call out of it. */
extern int abs(int);

int three_calls = 0;

int three_twice(int x)
{
    return 2 * x;
}

int three_absolute(int x)
{
    three_calls++;
    return abs(x);
}

int three_entry(int x)
{
    return three_twice(x) + three_absolute(x) + three_calls;
}
