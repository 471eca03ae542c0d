; A type's description that is the module's own, derived from another of its own.
; exit: 217

@_ZTVN10__cxxabiv117__class_type_infoE = external global ptr
@_ZTVN10__cxxabiv120__si_class_type_infoE = external global ptr
@base.name = linkonce_odr constant [6 x i8] c"4Base\00"
@derived.name = linkonce_odr constant [9 x i8] c"7Derived\00"
@base = linkonce_odr constant { ptr, ptr } { ptr getelementptr inbounds (ptr, ptr @_ZTVN10__cxxabiv117__class_type_infoE, i64 2), ptr @base.name }
@derived = linkonce_odr constant { ptr, ptr, ptr } { ptr getelementptr inbounds (ptr, ptr @_ZTVN10__cxxabiv120__si_class_type_infoE, i64 2), ptr @derived.name, ptr @base }
@destroyed = global i32 0
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

define void @destroy(ptr %object) {
  %v = load i32, ptr %object
  store i32 %v, ptr @destroyed
  ret void
}

define void @throw() noinline {
  %e = call ptr @__cxa_allocate_exception(i64 8)
  store i32 73, ptr %e
  call void @__cxa_throw(ptr %e, ptr @derived, ptr @destroy)
  unreachable
}

define i32 @main() personality ptr @__gxx_personality_v0 {
  invoke void @throw() to label %not unwind label %pad
not:
  ret i32 2
pad:
  %lp = landingpad { ptr, i32 } catch ptr @base
  %object = extractvalue { ptr, i32 } %lp, 0
  %p = call ptr @__cxa_begin_catch(ptr %object)
  %v = load i32, ptr %p
  %ok2 = icmp eq i32 %v, 73
  call void @check(i1 %ok2, i32 2)
  call void @__cxa_end_catch()
  %d = load i32, ptr @destroyed
  %ok3 = icmp eq i32 %d, 73
  call void @check(i1 %ok3, i32 3)
  %code = call i32 @verdict(i32 217)
  ret i32 %code
}
