; The unwinder names the frames between main and the innermost function.
; exit: 220

@frames = global i32 0
@main.seen = global i1 false
@failed = internal global i32 0

; Keeps the number of the first check that did not hold.
define internal void @check(i1 %ok, i32 %number) noinline {
  %first = load i32, ptr @failed
  %none = icmp eq i32 %first, 0
  %bad = xor i1 %ok, true
  %note = and i1 %none, %bad
  %now = select i1 %note, i32 %number, i32 %first
  store i32 %now, ptr @failed
  ret void
}

; The expected exit code, or the number of that check.
define internal i32 @verdict(i32 %code) {
  %first = load i32, ptr @failed
  %good = icmp eq i32 %first, 0
  %result = select i1 %good, i32 %code, i32 %first
  ret i32 %result
}
declare i32 @_Unwind_Backtrace(ptr, ptr)
declare ptr @_Unwind_FindEnclosingFunction(ptr)
declare i64 @_Unwind_GetIP(ptr)

define i32 @note(ptr %context, ptr %wanted) {
  %ip = call i64 @_Unwind_GetIP(ptr %context)
  %inside = sub i64 %ip, 1
  %p = inttoptr i64 %inside to ptr
  %f = call ptr @_Unwind_FindEnclosingFunction(ptr %p)
  %is.deep = icmp eq ptr %f, @deep
  br i1 %is.deep, label %count, label %next
count:
  %n = load i32, ptr @frames
  %m = add i32 %n, 1
  store i32 %m, ptr @frames
  br label %next
next:
  %is.main = icmp eq ptr %f, @main
  br i1 %is.main, label %found, label %out
found:
  store i1 true, ptr @main.seen
  ret i32 4
out:
  ret i32 0
}

define i32 @deep(i32 %n) noinline uwtable {
  %last = icmp eq i32 %n, 0
  br i1 %last, label %walk, label %more
walk:
  %r = call i32 @_Unwind_Backtrace(ptr @note, ptr null)
  br label %out
more:
  %less = sub i32 %n, 1
  %s = call i32 @deep(i32 %less)
  br label %out
out:
  %v = load volatile i32, ptr @frames
  ret i32 %v
}

define i32 @main() uwtable {
  %r = call i32 @deep(i32 5)
  %ok2 = icmp eq i32 %r, 6
  call void @check(i1 %ok2, i32 2)
  %m = load i1, ptr @main.seen
  %ok3 = icmp eq i1 %m, true
  call void @check(i1 %ok3, i32 3)
  %code = call i32 @verdict(i32 220)
  ret i32 %code
}
