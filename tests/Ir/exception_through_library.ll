; An exception leaves a comparison that the C library's qsort called.
; exit: 218

@_ZTIi = external constant ptr
@cells = global [4 x i32] [i32 4, i32 3, i32 2, i32 1]
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
declare ptr @__cxa_allocate_exception(i64)
declare void @__cxa_throw(ptr, ptr, ptr) noreturn
declare ptr @__cxa_begin_catch(ptr)
declare void @__cxa_end_catch()
declare i32 @__gxx_personality_v0(...)
declare void @qsort(ptr, i64, i64, ptr)

define i32 @compare(ptr %a, ptr %b) {
  %e = call ptr @__cxa_allocate_exception(i64 4)
  store i32 88, ptr %e
  call void @__cxa_throw(ptr %e, ptr @_ZTIi, ptr null)
  unreachable
}

define i32 @main() personality ptr @__gxx_personality_v0 {
  invoke void @qsort(ptr @cells, i64 4, i64 4, ptr @compare) to label %not unwind label %pad
not:
  ret i32 2
pad:
  %lp = landingpad { ptr, i32 } catch ptr @_ZTIi
  %object = extractvalue { ptr, i32 } %lp, 0
  %p = call ptr @__cxa_begin_catch(ptr %object)
  %v = load i32, ptr %p
  call void @__cxa_end_catch()
  %ok2 = icmp eq i32 %v, 88
  call void @check(i1 %ok2, i32 2)
  %code = call i32 @verdict(i32 218)
  ret i32 %code
}
