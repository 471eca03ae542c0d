; While one exception is handled, another is thrown and caught.
; exit: 216

@_ZTIi = external constant ptr
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

define void @throw(i32 %v) noinline {
  %e = call ptr @__cxa_allocate_exception(i64 4)
  store i32 %v, ptr %e
  call void @__cxa_throw(ptr %e, ptr @_ZTIi, ptr null)
  unreachable
}

define i32 @main() personality ptr @__gxx_personality_v0 {
  invoke void @throw(i32 3) to label %not unwind label %first
not:
  ret i32 2
first:
  %lp = landingpad { ptr, i32 } catch ptr @_ZTIi
  %object = extractvalue { ptr, i32 } %lp, 0
  %p = call ptr @__cxa_begin_catch(ptr %object)
  invoke void @throw(i32 4) to label %not unwind label %second
second:
  %lp2 = landingpad { ptr, i32 } catch ptr @_ZTIi
  %object2 = extractvalue { ptr, i32 } %lp2, 0
  %q = call ptr @__cxa_begin_catch(ptr %object2)
  %b = load i32, ptr %q
  call void @__cxa_end_catch()
  %a = load i32, ptr %p
  call void @__cxa_end_catch()
  %a10 = mul i32 %a, 10
  %ab = add i32 %a10, %b
  %ok2 = icmp eq i32 %ab, 34
  call void @check(i1 %ok2, i32 2)
  %code = call i32 @verdict(i32 216)
  ret i32 %code
}
