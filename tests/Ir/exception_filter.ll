; A filter lets the named types through and sends others to its own landing pad.
; exit: 215

@_ZTIi = external constant ptr
@_ZTId = external constant ptr
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

define void @throw_int() noinline {
  %e = call ptr @__cxa_allocate_exception(i64 4)
  store i32 5, ptr %e
  call void @__cxa_throw(ptr %e, ptr @_ZTIi, ptr null)
  unreachable
}

; 1 where the filter took the exception, 2 where it passed.
define i32 @only_doubles() noinline personality ptr @__gxx_personality_v0 {
  invoke void @throw_int() to label %not unwind label %pad
not:
  ret i32 0
pad:
  %lp = landingpad { ptr, i32 } filter [1 x ptr] [ptr @_ZTId]
  %selector = extractvalue { ptr, i32 } %lp, 1
  %taken = icmp slt i32 %selector, 0
  br i1 %taken, label %handle, label %on
handle:
  %object = extractvalue { ptr, i32 } %lp, 0
  %p = call ptr @__cxa_begin_catch(ptr %object)
  call void @__cxa_end_catch()
  ret i32 1
on:
  resume { ptr, i32 } %lp
}

define i32 @only_ints() noinline personality ptr @__gxx_personality_v0 {
  invoke void @throw_int() to label %not unwind label %pad
not:
  ret i32 0
pad:
  %lp = landingpad { ptr, i32 } filter [1 x ptr] [ptr @_ZTIi]
  %selector = extractvalue { ptr, i32 } %lp, 1
  %taken = icmp slt i32 %selector, 0
  br i1 %taken, label %handle, label %on
handle:
  ret i32 1
on:
  resume { ptr, i32 } %lp
}

define i32 @main() personality ptr @__gxx_personality_v0 {
  %a = call i32 @only_doubles()
  %ok2 = icmp eq i32 %a, 1
  call void @check(i1 %ok2, i32 2)
  %b = invoke i32 @only_ints() to label %not unwind label %pad
not:
  ret i32 2
pad:
  %lp = landingpad { ptr, i32 } catch ptr @_ZTIi
  %object = extractvalue { ptr, i32 } %lp, 0
  %p = call ptr @__cxa_begin_catch(ptr %object)
  %v = load i32, ptr %p
  call void @__cxa_end_catch()
  %ok3 = icmp eq i32 %v, 5
  call void @check(i1 %ok3, i32 3)
  %code = call i32 @verdict(i32 215)
  ret i32 %code
}
