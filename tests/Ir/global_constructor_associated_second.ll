; The same group again.

$object = comdat any
@object = linkonce_odr global i32 0, comdat
@llvm.global_ctors = appending global [1 x { i32, ptr, ptr }] [{ i32, ptr, ptr } { i32 65535, ptr @make, ptr @object }]
@text = private constant [5 x i8] c"made\00"

declare i32 @puts(ptr)

define internal void @make() comdat($object) {
  store i32 5, ptr @object
  %r = call i32 @puts(ptr @text)
  ret void
}

define i32 @value() {
  %v = load i32, ptr @object
  ret i32 %v
}
