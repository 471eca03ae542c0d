; The variable.

@number = thread_local global i32 55

declare ptr @llvm.threadlocal.address.p0(ptr)

define ptr @address() {
  %n = call ptr @llvm.threadlocal.address.p0(ptr @number)
  ret ptr %n
}
