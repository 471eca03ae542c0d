; Of several handlers, the one for the type of what was thrown is chosen.
; exit: 212

@_ZTIi = external constant ptr
@_ZTId = external constant ptr
@_ZTIPKc = external constant ptr
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
declare i32 @llvm.eh.typeid.for.p0(ptr)

define void @throw(i32 %which) noinline {
  switch i32 %which, label %int [
    i32 1, label %double
    i32 2, label %text
  ]
int:
  %a = call ptr @__cxa_allocate_exception(i64 4)
  store i32 5, ptr %a
  call void @__cxa_throw(ptr %a, ptr @_ZTIi, ptr null)
  unreachable
double:
  %b = call ptr @__cxa_allocate_exception(i64 8)
  store double 2.5, ptr %b
  call void @__cxa_throw(ptr %b, ptr @_ZTId, ptr null)
  unreachable
text:
  %c = call ptr @__cxa_allocate_exception(i64 8)
  store ptr null, ptr %c
  call void @__cxa_throw(ptr %c, ptr @_ZTIPKc, ptr null)
  unreachable
}

define i32 @attempt(i32 %which) noinline personality ptr @__gxx_personality_v0 {
entry:
  invoke void @throw(i32 %which) to label %not unwind label %pad
not:
  ret i32 -1
pad:
  %lp = landingpad { ptr, i32 } catch ptr @_ZTId catch ptr @_ZTIi catch ptr null
  %object = extractvalue { ptr, i32 } %lp, 0
  %selector = extractvalue { ptr, i32 } %lp, 1
  %p = call ptr @__cxa_begin_catch(ptr %object)
  %id.double = call i32 @llvm.eh.typeid.for.p0(ptr @_ZTId)
  %is.double = icmp eq i32 %selector, %id.double
  br i1 %is.double, label %double, label %other
double:
  %d = load double, ptr %p
  %dd = fmul double %d, 4.0
  %di = fptosi double %dd to i32
  br label %done
other:
  %id.int = call i32 @llvm.eh.typeid.for.p0(ptr @_ZTIi)
  %is.int = icmp eq i32 %selector, %id.int
  br i1 %is.int, label %int, label %any
int:
  %i = load i32, ptr %p
  br label %done
any:
  br label %done
done:
  %r = phi i32 [ %di, %double ], [ %i, %int ], [ 99, %any ]
  call void @__cxa_end_catch()
  ret i32 %r
}

define i32 @main() {
  %a = call i32 @attempt(i32 0)
  %ok2 = icmp eq i32 %a, 5
  call void @check(i1 %ok2, i32 2)
  %b = call i32 @attempt(i32 1)
  %ok3 = icmp eq i32 %b, 10
  call void @check(i1 %ok3, i32 3)
  %c = call i32 @attempt(i32 2)
  %ok4 = icmp eq i32 %c, 99
  call void @check(i1 %ok4, i32 4)
  %code = call i32 @verdict(i32 212)
  ret i32 %code
}
