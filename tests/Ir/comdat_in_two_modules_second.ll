; The same group.

$pair = comdat any
@pair.data = weak_odr global i32 40, comdat($pair)

define weak_odr i32 @pair() noinline comdat {
  %v = load i32, ptr @pair.data
  %n = add i32 %v, 1
  store i32 %n, ptr @pair.data
  ret i32 %n
}

define i32 @other() {
  %n = call i32 @pair()
  ret i32 %n
}
