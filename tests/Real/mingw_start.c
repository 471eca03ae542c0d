// MinGW's start-up code lets long double have all its bits before it calls main; the system starts a thread with the precision of double. That code is a part of executables alone.
__attribute__((constructor)) static void full_precision(void) { __asm__ volatile("fninit"); }
