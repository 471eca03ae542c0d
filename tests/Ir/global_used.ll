; What is named as used is kept though nobody refers to it.
; exit: 172

@kept = internal global i32 44, section "kept_numbers"
@llvm.used = appending global [1 x ptr] [ptr @kept], section "llvm.metadata"
@also = internal global i32 45
@llvm.compiler.used = appending global [2 x ptr] [ptr @also, ptr @function], section "llvm.metadata"

define internal void @function() {
  ret void
}

define i32 @main() {
  ret i32 172
}
