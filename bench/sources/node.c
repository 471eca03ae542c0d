/* One of many small objects that call each other. The numbers are patched: a node calls the one before it. */
extern int prev_00000(int);

int node_00000(int x)
{
    return prev_00000(x) + 1;
}
