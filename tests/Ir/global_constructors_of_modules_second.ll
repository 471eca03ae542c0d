; The constructors between.

@llvm.global_ctors = appending global [2 x { i32, ptr, ptr }] [
  { i32, ptr, ptr } { i32 400, ptr @four, ptr null },
  { i32, ptr, ptr } { i32 200, ptr @two, ptr null }]

declare void @note(i32)

define internal void @two() {
  call void @note(i32 2)
  ret void
}

define internal void @four() {
  call void @note(i32 4)
  ret void
}
