;; Depthwise convolutions; sums are written as in multiply.wat.

;; MlasConvOperation: `$count` outputs, from `$first` on, of each filter of one group. `$work`: 16,384 numbers of the thread's own.
;; A group of one channel and one filter, as in a depthwise convolution, is computed at once; the runtime itself copies
;; each input as often as the kernel has weights, packs these copies, and multiplies a matrix of a single row by them.
(func $convolve (param $how i32) (param $in i32) (param $filter i32) (param $bias i32) (param $work i32) (param $out i32)
  (param $first i32) (param $count i32)
  (if (i32.and
        (i32.eq (local.get $count) (i32.load offset=116 (local.get $how)))
        (call $isDepthwise (local.get $how)))
    (then
      (if (call $depthwise (local.get $how) (local.get $in) (local.get $filter) (local.get $bias) (local.get $work) (local.get $out))
        (then (return)))))
  (call $original.convolve (local.get $how) (local.get $in) (local.get $filter) (local.get $bias) (local.get $work)
    (local.get $out) (local.get $first) (local.get $count)))

;; MLAS_CONV_PARAMETERS, by byte: 0 where the activation lies (its kind, 0: none, 1: ReLU, 5: clip; then the bounds), 4
;; dimensions, 16 channels and 96 filters of a group, 24 and 28 height and width of the input, 36 and 40 of the kernel,
;; 48 and 52 dilation, 60 padding above, 64 to the left, 84 and 88 stride, 100 and 104 height and width of the output,
;; 116 their product, 124 what the output is multiplied by before.
(func $isDepthwise (param $how i32) (result i32)
  (i32.and
    (i32.and
      (i32.and (i32.eq (i32.load offset=4 (local.get $how)) (i32.const 2))
        (i32.eq (i32.load offset=16 (local.get $how)) (i32.const 1)))
      (i32.and (i32.eq (i32.load offset=96 (local.get $how)) (i32.const 1))
        (f32.eq (f32.load offset=124 (local.get $how)) (f32.const 0))))
    (i32.and
      (i32.and (i32.eq (i32.load offset=48 (local.get $how)) (i32.const 1))
        (i32.eq (i32.load offset=52 (local.get $how)) (i32.const 1)))
      (i32.and
        (i32.and (i32.eq (i32.load offset=84 (local.get $how)) (i32.load offset=88 (local.get $how)))
          (i32.lt_u (i32.sub (i32.load offset=84 (local.get $how)) (i32.const 1)) (i32.const 2)))
        ;; Of the kinds of activations 0, 1 and 5.
        (i32.and (i32.lt_u (i32.load (i32.load (local.get $how))) (i32.const 6))
          (i32.shr_u (i32.const 0x23) (i32.load (i32.load (local.get $how)))))))))

;; One channel. Returns 0, and does nothing, if it is too large for $work.
;; The channel is copied with zeros around it. At stride 2 the even columns of a row stand before the odd ones ("phases"),
;; so that neighbouring outputs read neighbouring inputs at either stride.
(func $depthwise (param $how i32) (param $in i32) (param $filter i32) (param $bias i32) (param $work i32) (param $out i32)
  (result i32)
  (local $kernelHeight i32) (local $kernelWidth i32) (local $height i32) (local $width i32) (local $left i32)
  (local $odd i32) (local $phase i32) (local $row i32) (local $rows i32) (local $end i32)
  (local $y i32) (local $x i32) (local $from i32) (local $to i32) (local $which i32)
  (local $outHeight i32) (local $outWidth i32) (local $down i32) (local $line i32) (local $weights i32) (local $kx i32) (local $ky i32)
  (local $weight v128) (local $c00 v128) (local $c01 v128) (local $c10 v128) (local $c11 v128)
  (local $added v128) (local $least v128) (local $most v128)
  (local.set $height (i32.load offset=24 (local.get $how)))
  (local.set $width (i32.load offset=28 (local.get $how)))
  (local.set $kernelHeight (i32.load offset=36 (local.get $how)))
  (local.set $kernelWidth (i32.load offset=40 (local.get $how)))
  (local.set $left (i32.load offset=64 (local.get $how)))
  (local.set $outHeight (i32.load offset=100 (local.get $how)))
  (local.set $outWidth (i32.load offset=104 (local.get $how)))
  ;; 0 at stride 1, 1 at stride 2: phases but one, and by how many bits a column is shifted to be one of a phase.
  (local.set $odd (i32.sub (i32.load offset=84 (local.get $how)) (i32.const 1)))
  ;; Bytes of a phase: outputs are computed eight at a time, and four inputs are zeroed at a time.
  (local.set $phase (i32.shl (i32.and (i32.add (i32.add
      (i32.and (i32.add (local.get $outWidth) (i32.const 7)) (i32.const -8))
      (i32.shr_u (local.get $kernelWidth) (local.get $odd))) (i32.const 3)) (i32.const -4)) (i32.const 2)))
  (local.set $row (i32.shl (local.get $phase) (local.get $odd)))
  ;; Rows of outputs are computed two at a time.
  (local.set $rows (i32.add (local.get $kernelHeight) (i32.shl
      (i32.sub (i32.and (i32.add (local.get $outHeight) (i32.const 1)) (i32.const -2)) (i32.const 1)) (local.get $odd))))
  (if (i32.or
        (i32.gt_u (local.get $row) (i32.const 65536))
        (i32.gt_u (i32.mul (local.get $rows) (local.get $row)) (i32.const 65536)))
    (then (return (i32.const 0))))
  (local.set $end (i32.add (local.get $work) (i32.mul (local.get $rows) (local.get $row))))
  (local.set $to (local.get $work))
  (loop $zero
    (v128.store (local.get $to) (v128.const i32x4 0 0 0 0))
    (br_if $zero (i32.lt_u (local.tee $to (i32.add (local.get $to) (i32.const 16))) (local.get $end))))
  ;; The copy.
  (local.set $line (i32.add (local.get $work) (i32.mul (i32.load offset=60 (local.get $how)) (local.get $row))))
  (block $copied
    (loop $nextRow
      (br_if $copied (i32.ge_u (local.get $y) (local.get $height)))
      (br_if $copied (i32.ge_u (local.get $line) (local.get $end)))
      (local.set $which (i32.const 0))
      (loop $nextPhase
        (local.set $x (i32.and (i32.sub (local.get $which) (local.get $left)) (local.get $odd)))
        (local.set $from (i32.add (local.get $in) (i32.shl (local.get $x) (i32.const 2))))
        (local.set $to (i32.add (i32.add (local.get $line) (i32.mul (local.get $which) (local.get $phase)))
          (i32.shl (i32.shr_u (i32.add (local.get $x) (local.get $left)) (local.get $odd)) (i32.const 2))))
        (block $fours
          (loop $nextFour
            (br_if $fours (i32.gt_u (i32.add (local.get $x) (i32.shl (i32.const 4) (local.get $odd))) (local.get $width)))
            (if (local.get $odd)
              (then
                (v128.store (local.get $to) (i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27
                  (v128.load (local.get $from)) (v128.load offset=16 (local.get $from)))))
              (else (v128.store (local.get $to) (v128.load (local.get $from)))))
            (local.set $x (i32.add (local.get $x) (i32.shl (i32.const 4) (local.get $odd))))
            (local.set $from (i32.add (local.get $from) (i32.shl (i32.const 16) (local.get $odd))))
            (local.set $to (i32.add (local.get $to) (i32.const 16)))
            (br $nextFour)))
        (block $ones
          (loop $nextOne
            (br_if $ones (i32.ge_u (local.get $x) (local.get $width)))
            (f32.store (local.get $to) (f32.load (local.get $from)))
            (local.set $x (i32.add (i32.add (local.get $x) (i32.const 1)) (local.get $odd)))
            (local.set $from (i32.add (local.get $from) (i32.shl (i32.const 4) (local.get $odd))))
            (local.set $to (i32.add (local.get $to) (i32.const 4)))
            (br $nextOne)))
        (br_if $nextPhase (i32.le_u (local.tee $which (i32.add (local.get $which) (i32.const 1))) (local.get $odd))))
      (local.set $in (i32.add (local.get $in) (i32.shl (local.get $width) (i32.const 2))))
      (local.set $line (i32.add (local.get $line) (local.get $row)))
      (local.set $y (i32.add (local.get $y) (i32.const 1)))
      (br $nextRow)))
  ;; What is done to the outputs at the end: $added to them, then kept between $least and $most.
  (if (local.get $bias) (then (local.set $added (v128.load32_splat (local.get $bias)))))
  (local.set $least (f32x4.splat (f32.const -inf)))
  (local.set $most (f32x4.splat (f32.const inf)))
  (local.set $to (i32.load (local.get $how)))
  (if (i32.eq (i32.load (local.get $to)) (i32.const 1)) (then (local.set $least (v128.const i32x4 0 0 0 0))))
  (if (i32.eq (i32.load (local.get $to)) (i32.const 5))
    (then
      (local.set $least (v128.load32_splat offset=4 (local.get $to)))
      (local.set $most (v128.load32_splat offset=8 (local.get $to)))))
  ;; The outputs: $down bytes lie between the inputs of two rows of them.
  (local.set $down (i32.shl (local.get $row) (local.get $odd)))
  (local.set $x (i32.const 0))
  (if (i32.and
        (i32.and (i32.eqz (local.get $odd)) (i32.eq (local.get $kernelWidth) (local.get $kernelHeight)))
        (i32.or (i32.eq (local.get $kernelWidth) (i32.const 3)) (i32.eq (local.get $kernelWidth) (i32.const 5))))
    (then
      (loop $nextEight
        (local.set $line (i32.shl (local.get $x) (i32.const 2)))
        (call $slide (i32.add (local.get $work) (local.get $line)) (local.get $row) (local.get $kernelWidth) (local.get $filter)
          (i32.add (local.get $out) (local.get $line)) (local.get $outHeight) (i32.shl (local.get $outWidth) (i32.const 2))
          (i32.sub (local.get $outWidth) (local.get $x))
          (local.get $added) (local.get $least) (local.get $most))
        (br_if $nextEight (i32.lt_u (local.tee $x (i32.add (local.get $x) (i32.const 8))) (local.get $outWidth))))
      (return (i32.const 1))))
  (loop $nextTwoRows
    (local.set $x (i32.const 0))
    (loop $nextEight
      (local.set $c00 (v128.const i32x4 0 0 0 0)) (local.set $c01 (local.get $c00))
      (local.set $c10 (local.get $c00)) (local.set $c11 (local.get $c00))
      (local.set $weights (local.get $filter))
      (local.set $line (i32.add (local.get $work) (i32.shl (local.get $x) (i32.const 2))))
      (local.set $ky (local.get $kernelHeight))
      (loop $nextKernelRow
        (local.set $from (local.get $line))
        ;; At stride 2 the weights meet the phases in turn.
        (local.set $which (select (i32.add (local.get $line) (local.get $phase)) (i32.add (local.get $line) (i32.const 4))
          (local.get $odd)))
        (local.set $kx (local.get $kernelWidth))
        (loop $nextWeight
          (local.set $to (i32.add (local.get $from) (local.get $down)))
          (local.set $weight (v128.load32_splat (local.get $weights)))
          (local.set $c00 (f32x4.add (f32x4.mul (local.get $weight) (v128.load (local.get $from))) (local.get $c00)))
          (local.set $c01 (f32x4.add (f32x4.mul (local.get $weight) (v128.load offset=16 (local.get $from))) (local.get $c01)))
          (local.set $c10 (f32x4.add (f32x4.mul (local.get $weight) (v128.load (local.get $to))) (local.get $c10)))
          (local.set $c11 (f32x4.add (f32x4.mul (local.get $weight) (v128.load offset=16 (local.get $to))) (local.get $c11)))
          (local.set $to (local.get $which))
          (local.set $which (i32.add (local.get $from) (i32.shr_u (i32.const 8) (local.get $odd))))
          (local.set $from (local.get $to))
          (local.set $weights (i32.add (local.get $weights) (i32.const 4)))
          (br_if $nextWeight (local.tee $kx (i32.sub (local.get $kx) (i32.const 1)))))
        (local.set $line (i32.add (local.get $line) (local.get $row)))
        (br_if $nextKernelRow (local.tee $ky (i32.sub (local.get $ky) (i32.const 1)))))
      (local.set $c00 (f32x4.min (f32x4.max (f32x4.add (local.get $added) (local.get $c00)) (local.get $least)) (local.get $most)))
      (local.set $c01 (f32x4.min (f32x4.max (f32x4.add (local.get $added) (local.get $c01)) (local.get $least)) (local.get $most)))
      (local.set $c10 (f32x4.min (f32x4.max (f32x4.add (local.get $added) (local.get $c10)) (local.get $least)) (local.get $most)))
      (local.set $c11 (f32x4.min (f32x4.max (f32x4.add (local.get $added) (local.get $c11)) (local.get $least)) (local.get $most)))
      (local.set $end (i32.sub (local.get $outWidth) (local.get $x)))
      (local.set $to (i32.add (local.get $out) (i32.shl (local.get $x) (i32.const 2))))
      (call $store (local.get $to) (local.get $c00) (local.get $c01) (local.get $end) (i32.const 0))
      (if (i32.gt_u (local.get $outHeight) (i32.const 1))
        (then
          (call $store (i32.add (local.get $to) (i32.shl (local.get $outWidth) (i32.const 2)))
            (local.get $c10) (local.get $c11) (local.get $end) (i32.const 0))))
      (br_if $nextEight (i32.lt_u (local.tee $x (i32.add (local.get $x) (i32.const 8))) (local.get $outWidth))))
    (local.set $out (i32.add (local.get $out) (i32.shl (local.get $outWidth) (i32.const 3))))
    (local.set $work (i32.add (local.get $work) (i32.shl (local.get $down) (i32.const 1))))
    (br_if $nextTwoRows (i32.gt_s (local.tee $outHeight (i32.sub (local.get $outHeight) (i32.const 2))) (i32.const 0))))
  (i32.const 1))
