; Landing pads that clean up run from the inside out, then resume.
; exit: 211
; output: inner
; output: outer
; output: caught

@_ZTIi = external constant ptr
@inner = private constant [6 x i8] c"inner\00"
@outer = private constant [6 x i8] c"outer\00"
@caught = private constant [7 x i8] c"caught\00"
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
declare i32 @puts(ptr)

define void @throw() noinline {
  %e = call ptr @__cxa_allocate_exception(i64 4)
  store i32 5, ptr %e
  call void @__cxa_throw(ptr %e, ptr @_ZTIi, ptr null)
  unreachable
}

define void @first() noinline personality ptr @__gxx_personality_v0 {
  invoke void @throw() to label %not unwind label %pad
not:
  ret void
pad:
  %lp = landingpad { ptr, i32 } cleanup
  %r = call i32 @puts(ptr @inner)
  resume { ptr, i32 } %lp
}

define void @second() noinline personality ptr @__gxx_personality_v0 {
  invoke void @first() to label %not unwind label %pad
not:
  ret void
pad:
  %lp = landingpad { ptr, i32 } cleanup
  %r = call i32 @puts(ptr @outer)
  resume { ptr, i32 } %lp
}

define i32 @main() personality ptr @__gxx_personality_v0 {
  invoke void @second() to label %not unwind label %pad
not:
  ret i32 2
pad:
  %lp = landingpad { ptr, i32 } catch ptr null
  %object = extractvalue { ptr, i32 } %lp, 0
  %p = call ptr @__cxa_begin_catch(ptr %object)
  %v = load i32, ptr %p
  %r = call i32 @puts(ptr @caught)
  call void @__cxa_end_catch()
  %ok2 = icmp eq i32 %v, 5
  call void @check(i1 %ok2, i32 2)
  %code = call i32 @verdict(i32 211)
  ret i32 %code
}
