; The definitions.

@present = global i32 31

define i32 @function() {
  ret i32 32
}
