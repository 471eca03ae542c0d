; The indirect function.

@chosen = ifunc i32 (i32), ptr @resolve
@times = internal constant i1 true

define internal i32 @seven(i32 %x) {
  %y = mul i32 %x, 7
  ret i32 %y
}

; What it chooses by cannot be foreseen: where the optimiser sees through a resolver, its module has the function's own address.
define internal ptr @resolve() {
  %times = load volatile i1, ptr @times
  %f = select i1 %times, ptr @seven, ptr null
  ret ptr %f
}

define ptr @address() {
  ret ptr @chosen
}
