;; Matrix products with weights that were stored as int8. The runtime makes floats of them before it packs them, so that a
;; single row, as in a step of a decoder, waits for four times as many bytes as there are in the file. Weights that are
;; whole multiples of a scale for each column become int8 again here, without loss; what they are multiplied by becomes
;; int16 with a scale for each row and slice of 256, which is off by up to a 65,534th of the largest.
;;
;; A panel of such weights lies where the runtime's panel of 16 columns would lie, and takes a quarter of its space: four
;; times 0x7fb5acad, a number that is none; the columns' scales, 16 float32; and for two rows at a time 16 times the int8 of
;; both.

;; MlasGemmPackB: packs B of $depth rows and $columns columns, or its transpose, in slices of 256 rows.
(func $pack (param $transpose i32) (param $columns i32) (param $depth i32) (param $b i32) (param $ldb i32) (param $to i32)
  (local $first i32) (local $most v128)
  (call $original.pack (local.get $transpose) (local.get $columns) (local.get $depth) (local.get $b) (local.get $ldb)
    (local.get $to))
  ;; A panel of less than four rows has no space for the scales.
  (if (i32.lt_u (i32.and (i32.sub (local.get $depth) (i32.const 1)) (i32.const 255)) (i32.const 3)) (then (return)))
  (local.set $columns (i32.and (i32.add (local.get $columns) (i32.const 15)) (i32.const -16)))
  (loop $nextFour
    (local.set $most (call $largestWeight (local.get $to) (local.get $columns) (local.get $first) (local.get $depth)))
    (local.set $most (call $largest (local.get $to) (local.get $columns) (local.get $first) (local.get $depth)
      (call $perScale (local.get $most)) (f32x4.splat (f32.const 1))))
    ;; Not so, too, if one of them is no number.
    (if (i32.eqz (i32x4.all_true (f32x4.lt (local.get $most) (f32x4.splat (f32.const 0x1p-10))))) (then (return)))
    (br_if $nextFour (i32.lt_u (local.tee $first (i32.add (local.get $first) (i32.const 4))) (local.get $columns))))
  (local.set $first (i32.const 0))
  (loop $nextPanel
    (call $quantize (local.get $to) (local.get $columns) (local.get $first) (local.get $depth))
    (br_if $nextPanel (i32.lt_u (local.tee $first (i32.add (local.get $first) (i32.const 16))) (local.get $columns)))))

;; Scales to one, where a column's largest weight is 127 of them.
(func $perScale (param $most v128) (result v128)
  (f32x4.div (f32x4.splat (f32.const 127)) (f32x4.max (local.get $most) (f32x4.splat (f32.const 1e-30)))))

;; Rows of the slice that begins at $row.
(func $slice (param $depth i32) (param $row i32) (result i32)
  (local.set $row (i32.sub (local.get $depth) (local.get $row)))
  (select (i32.const 256) (local.get $row) (i32.gt_u (local.get $row) (i32.const 256))))

;; Where the weights of $column lie in the slice of $count rows that begins at $row, of $columns columns packed at $to.
(func $place (param $to i32) (param $columns i32) (param $column i32) (param $row i32) (param $count i32) (result i32)
  (i32.add
    (i32.add (local.get $to) (i32.shl (i32.and (local.get $column) (i32.const 15)) (i32.const 2)))
    (i32.shl (i32.add
        (i32.mul (local.get $row) (local.get $columns))
        (i32.mul (local.get $count) (i32.and (local.get $column) (i32.const -16)))) (i32.const 2))))

;; For four columns the largest of |w| times $factor, or, where $whole is 1 instead of 0, of its distance from a whole number.
(func $largest (param $to i32) (param $columns i32) (param $column i32) (param $depth i32) (param $factor v128)
  (param $whole v128) (result v128)
  (local $row i32) (local $count i32) (local $from i32) (local $x v128) (local $most v128)
  (loop $nextSlice
    (local.set $count (call $slice (local.get $depth) (local.get $row)))
    (local.set $from (call $place (local.get $to) (local.get $columns) (local.get $column) (local.get $row) (local.get $count)))
    (local.set $row (i32.add (local.get $row) (local.get $count)))
    (loop $nextRow
      (local.set $x (f32x4.mul (v128.load (local.get $from)) (local.get $factor)))
      (local.set $most (f32x4.max (local.get $most)
        (f32x4.abs (f32x4.sub (local.get $x) (f32x4.mul (f32x4.nearest (local.get $x)) (local.get $whole))))))
      (local.set $from (i32.add (local.get $from) (i32.const 64)))
      (br_if $nextRow (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))
    (br_if $nextSlice (i32.lt_u (local.get $row) (local.get $depth))))
  (local.get $most))

(func $largestWeight (param $to i32) (param $columns i32) (param $column i32) (param $depth i32) (result v128)
  (call $largest (local.get $to) (local.get $columns) (local.get $column) (local.get $depth)
    (f32x4.splat (f32.const 1)) (f32x4.splat (f32.const 0))))

;; Converts the 16 columns from $column on.
(func $quantize (param $to i32) (param $columns i32) (param $column i32) (param $depth i32)
  (local $row i32) (local $count i32) (local $panel i32) (local $from i32) (local $next i32) (local $at i32) (local $end i32)
  (local $most0 v128) (local $most1 v128) (local $most2 v128) (local $most3 v128) (local $low v128) (local $high v128)
  (local $factor0 v128) (local $factor1 v128) (local $factor2 v128) (local $factor3 v128) (local $scale v128)
  (local.set $most0 (call $largestWeight (local.get $to) (local.get $columns) (local.get $column) (local.get $depth)))
  (local.set $most1 (call $largestWeight (local.get $to) (local.get $columns) (i32.add (local.get $column) (i32.const 4)) (local.get $depth)))
  (local.set $most2 (call $largestWeight (local.get $to) (local.get $columns) (i32.add (local.get $column) (i32.const 8)) (local.get $depth)))
  (local.set $most3 (call $largestWeight (local.get $to) (local.get $columns) (i32.add (local.get $column) (i32.const 12)) (local.get $depth)))
  (local.set $factor0 (call $perScale (local.get $most0)))
  (local.set $factor1 (call $perScale (local.get $most1)))
  (local.set $factor2 (call $perScale (local.get $most2)))
  (local.set $factor3 (call $perScale (local.get $most3)))
  (loop $nextSlice
    (local.set $count (call $slice (local.get $depth) (local.get $row)))
    (local.set $panel (call $place (local.get $to) (local.get $columns) (local.get $column) (local.get $row) (local.get $count)))
    (local.set $row (i32.add (local.get $row) (local.get $count)))
    (local.set $end (i32.add (local.get $panel) (i32.shl (local.get $count) (i32.const 6))))
    (local.set $from (local.get $panel))
    (local.set $at (i32.add (local.get $panel) (i32.const 80)))
    (loop $nextTwo
      ;; The last row, if it is single, is taken twice; its other half meets a zero.
      (local.set $next (i32.add (local.get $from) (i32.const 64)))
      (local.set $next (select (local.get $next) (local.get $from) (i32.lt_u (local.get $next) (local.get $end))))
      (local.set $low (i16x8.narrow_i32x4_u
        (call $pair (v128.load (local.get $from)) (v128.load (local.get $next)) (local.get $factor0))
        (call $pair (v128.load offset=16 (local.get $from)) (v128.load offset=16 (local.get $next)) (local.get $factor1))))
      (local.set $high (i16x8.narrow_i32x4_u
        (call $pair (v128.load offset=32 (local.get $from)) (v128.load offset=32 (local.get $next)) (local.get $factor2))
        (call $pair (v128.load offset=48 (local.get $from)) (v128.load offset=48 (local.get $next)) (local.get $factor3))))
      ;; Over rows that were read before.
      (v128.store (local.get $at) (local.get $low))
      (v128.store offset=16 (local.get $at) (local.get $high))
      (local.set $at (i32.add (local.get $at) (i32.const 32)))
      (br_if $nextTwo (i32.lt_u (local.tee $from (i32.add (local.get $from) (i32.const 128))) (local.get $end))))
    (local.set $scale (f32x4.splat (f32.const 0x1.020408p-7)))
    (v128.store (local.get $panel) (i32x4.splat (i32.const 0x7fb5acad)))
    (v128.store offset=16 (local.get $panel) (f32x4.mul (local.get $most0) (local.get $scale)))
    (v128.store offset=32 (local.get $panel) (f32x4.mul (local.get $most1) (local.get $scale)))
    (v128.store offset=48 (local.get $panel) (f32x4.mul (local.get $most2) (local.get $scale)))
    (v128.store offset=64 (local.get $panel) (f32x4.mul (local.get $most3) (local.get $scale)))
    (br_if $nextSlice (i32.lt_u (local.get $row) (local.get $depth)))))

;; Four columns of two rows as int8: both in the lower half of a lane.
(func $pair (param $one v128) (param $other v128) (param $factor v128) (result v128)
  (v128.or
    (v128.and (call $whole (f32x4.mul (local.get $one) (local.get $factor))) (i32x4.splat (i32.const 255)))
    (v128.and (i32x4.shl (call $whole (f32x4.mul (local.get $other) (local.get $factor))) (i32.const 8))
      (i32x4.splat (i32.const 0xff00)))))

;; The nearest whole number of one between -2^21 and 2^21.
(func $whole (param $x v128) (result v128)
  (i32x4.sub (f32x4.add (local.get $x) (f32x4.splat (f32.const 0x1.8p23))) (i32x4.splat (i32.const 0x4b400000))))

(func $isQuantized (param $b i32) (result i32)
  (i32.eq (i32.load (local.get $b)) (i32.const 0x7fb5acad)))

;; One row of a matrix product with $b of int8, as $row in multiply.wat computes it with floats; $depth is up to 256.
(func $quantizedRow (param $a i32) (param $b i32) (param $c i32) (param $depth i32) (param $columns i32) (param $alpha f32)
  (param $add i32)
  (local $row i32) (local $from i32) (local $left i32) (local $next i32) (local $scales i32) (local $panel i32)
  (local $x v128) (local $y v128) (local $scale v128)
  (local $c00 v128) (local $c01 v128) (local $c02 v128) (local $c03 v128)
  (local $c10 v128) (local $c11 v128) (local $c12 v128) (local $c13 v128)
  ;; The row as int16, below the stack, which nothing uses meanwhile.
  (local.set $row (i32.sub (global.get $stackPointer) (i32.const 1024)))
  (local.set $scale (call $toInt16 (local.get $a) (local.get $depth) (local.get $row)))
  (local.set $scale (f32x4.mul (local.get $scale) (f32x4.splat (local.get $alpha))))
  (local.set $panel (i32.shl (local.get $depth) (i32.const 6)))
  (loop $nextPanels
    (local.set $c00 (v128.const i32x4 0 0 0 0)) (local.set $c01 (local.get $c00))
    (local.set $c02 (local.get $c00)) (local.set $c03 (local.get $c00))
    (local.set $c10 (local.get $c00)) (local.set $c11 (local.get $c00))
    (local.set $c12 (local.get $c00)) (local.set $c13 (local.get $c00))
    (local.set $scales (local.get $b))
    ;; The last panel, if it is single, is read twice.
    (local.set $next (i32.add (local.get $b)
      (select (local.get $panel) (i32.const 0) (i32.gt_u (local.get $columns) (i32.const 16)))))
    (local.set $from (local.get $row))
    (local.set $left (local.get $depth))
    (loop $nextTwo
      (local.set $x (v128.load32_splat (local.get $from)))
      (local.set $c00 (i32x4.add (local.get $c00) (i32x4.dot_i16x8_s (local.get $x) (v128.load8x8_s offset=80 (local.get $b)))))
      (local.set $c01 (i32x4.add (local.get $c01) (i32x4.dot_i16x8_s (local.get $x) (v128.load8x8_s offset=88 (local.get $b)))))
      (local.set $c02 (i32x4.add (local.get $c02) (i32x4.dot_i16x8_s (local.get $x) (v128.load8x8_s offset=96 (local.get $b)))))
      (local.set $c03 (i32x4.add (local.get $c03) (i32x4.dot_i16x8_s (local.get $x) (v128.load8x8_s offset=104 (local.get $b)))))
      (local.set $c10 (i32x4.add (local.get $c10) (i32x4.dot_i16x8_s (local.get $x) (v128.load8x8_s offset=80 (local.get $next)))))
      (local.set $c11 (i32x4.add (local.get $c11) (i32x4.dot_i16x8_s (local.get $x) (v128.load8x8_s offset=88 (local.get $next)))))
      (local.set $c12 (i32x4.add (local.get $c12) (i32x4.dot_i16x8_s (local.get $x) (v128.load8x8_s offset=96 (local.get $next)))))
      (local.set $c13 (i32x4.add (local.get $c13) (i32x4.dot_i16x8_s (local.get $x) (v128.load8x8_s offset=104 (local.get $next)))))
      (local.set $from (i32.add (local.get $from) (i32.const 4)))
      (local.set $b (i32.add (local.get $b) (i32.const 32)))
      (local.set $next (i32.add (local.get $next) (i32.const 32)))
      (br_if $nextTwo (i32.gt_s (local.tee $left (i32.sub (local.get $left) (i32.const 2))) (i32.const 0))))
    (local.set $b (local.get $scales))
    (block $stored
      (loop $nextPanel
        (local.set $x (f32x4.mul (f32x4.convert_i32x4_s (local.get $c00)) (v128.load offset=16 (local.get $scales))))
        (local.set $y (f32x4.mul (f32x4.convert_i32x4_s (local.get $c01)) (v128.load offset=32 (local.get $scales))))
        (call $store (local.get $c) (f32x4.mul (local.get $x) (local.get $scale)) (f32x4.mul (local.get $y) (local.get $scale))
          (local.get $columns) (local.get $add))
        (br_if $stored (i32.le_s (local.tee $columns (i32.sub (local.get $columns) (i32.const 8))) (i32.const 0)))
        (local.set $x (f32x4.mul (f32x4.convert_i32x4_s (local.get $c02)) (v128.load offset=48 (local.get $scales))))
        (local.set $y (f32x4.mul (f32x4.convert_i32x4_s (local.get $c03)) (v128.load offset=64 (local.get $scales))))
        (call $store (i32.add (local.get $c) (i32.const 32))
          (f32x4.mul (local.get $x) (local.get $scale)) (f32x4.mul (local.get $y) (local.get $scale))
          (local.get $columns) (local.get $add))
        (br_if $stored (i32.le_s (local.tee $columns (i32.sub (local.get $columns) (i32.const 8))) (i32.const 0)))
        (local.set $c (i32.add (local.get $c) (i32.const 64)))
        (local.set $c00 (local.get $c10)) (local.set $c01 (local.get $c11))
        (local.set $c02 (local.get $c12)) (local.set $c03 (local.get $c13))
        (local.set $scales (i32.add (local.get $scales) (local.get $panel)))
        (br_if $nextPanel (i32.eq (local.get $scales) (i32.add (local.get $b) (local.get $panel))))))
    (local.set $b (local.get $scales))
    (br_if $nextPanels (i32.gt_s (local.get $columns) (i32.const 0)))))

;; $count numbers as int16 at $to, with zeros after them up to a multiple of four; returns their scale in every lane.
(func $toInt16 (param $from i32) (param $count i32) (param $to i32) (result v128)
  (local $at i32) (local $left i32) (local $most v128) (local $factor v128)
  (local.set $at (local.get $from))
  (local.set $left (local.get $count))
  (block $end
    (loop $next
      (br_if $end (i32.lt_s (local.get $left) (i32.const 4)))
      (local.set $most (f32x4.max (local.get $most) (f32x4.abs (v128.load (local.get $at)))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (local.set $left (i32.sub (local.get $left) (i32.const 4)))
      (br $next)))
  (block $end
    (loop $next
      (br_if $end (i32.eqz (local.get $left)))
      (local.set $most (f32x4.max (local.get $most) (f32x4.abs (v128.load32_zero (local.get $at)))))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br $next)))
  (local.set $most (f32x4.max (local.get $most)
    (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $most) (local.get $most))))
  (local.set $most (f32x4.max (local.get $most)
    (i8x16.shuffle 4 5 6 7 0 1 2 3 12 13 14 15 8 9 10 11 (local.get $most) (local.get $most))))
  (local.set $factor (f32x4.div (f32x4.splat (f32.const 32767)) (f32x4.max (local.get $most) (f32x4.splat (f32.const 1e-30)))))
  (local.set $left (local.get $count))
  (block $end
    (loop $next
      (br_if $end (i32.lt_s (local.get $left) (i32.const 4)))
      (v128.store64_lane 0 (local.get $to) (call $int16s (v128.load (local.get $from)) (local.get $factor)))
      (local.set $from (i32.add (local.get $from) (i32.const 16)))
      (local.set $to (i32.add (local.get $to) (i32.const 8)))
      (local.set $left (i32.sub (local.get $left) (i32.const 4)))
      (br $next)))
  (block $end
    (loop $next
      (br_if $end (i32.eqz (local.get $left)))
      (v128.store64_lane 0 (local.get $to) (call $int16s (v128.load32_zero (local.get $from)) (local.get $factor)))
      (local.set $from (i32.add (local.get $from) (i32.const 4)))
      (local.set $to (i32.add (local.get $to) (i32.const 2)))
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br $next)))
  (f32x4.div (local.get $most) (f32x4.splat (f32.const 32767))))

(func $int16s (param $x v128) (param $factor v128) (result v128)
  (local.set $x (call $whole (f32x4.mul (local.get $x) (local.get $factor))))
  (i16x8.narrow_i32x4_s (local.get $x) (local.get $x)))
