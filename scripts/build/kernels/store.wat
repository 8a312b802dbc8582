;; The first $width (all from 8 on, of which there may be more) of eight numbers go to $to, or are added to what is there.
(func $store (param $to i32) (param $first v128) (param $second v128) (param $width i32) (param $add i32)
  (if (i32.ge_u (local.get $width) (i32.const 8))
    (then
      (if (local.get $add)
        (then
          (local.set $first (f32x4.add (local.get $first) (v128.load (local.get $to))))
          (local.set $second (f32x4.add (local.get $second) (v128.load offset=16 (local.get $to))))))
      (v128.store (local.get $to) (local.get $first))
      (v128.store offset=16 (local.get $to) (local.get $second))
      (return)))
  (if (i32.and (local.get $width) (i32.const 4))
    (then
      (if (local.get $add)
        (then (local.set $first (f32x4.add (local.get $first) (v128.load (local.get $to))))))
      (v128.store (local.get $to) (local.get $first))
      (local.set $first (local.get $second))
      (local.set $to (i32.add (local.get $to) (i32.const 16)))))
  (if (i32.and (local.get $width) (i32.const 2))
    (then
      (if (local.get $add)
        (then (local.set $first (f32x4.add (local.get $first) (v128.load64_zero (local.get $to))))))
      (v128.store64_lane 0 (local.get $to) (local.get $first))
      (local.set $first (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $first) (local.get $first)))
      (local.set $to (i32.add (local.get $to) (i32.const 8)))))
  (if (i32.and (local.get $width) (i32.const 1))
    (then
      (if (local.get $add)
        (then (local.set $first (f32x4.add (local.get $first) (v128.load32_zero (local.get $to))))))
      (v128.store32_lane 0 (local.get $to) (local.get $first)))))
