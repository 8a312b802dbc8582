import { useEffect, useRef, useState } from 'react';
import { overlayAttention, placeSentence, sharedCaptioner } from 'saccade';

/** A photo with its caption; hovering or focusing a word shows where the model looked. */
export function PhotoCaption({ src }) {
  const [caption, setCaption] = useState(null);
  const [error, setError] = useState(null);
  const [shown, setShown] = useState(null);
  const image = useRef(null);
  const canvas = useRef(null);

  useEffect(() => {
    const stop = new AbortController();
    setCaption(null);
    setError(null);
    sharedCaptioner()
      .then((captioner) => captioner.caption(src, { signal: stop.signal }))
      .then(setCaption)
      .catch((failure) => stop.signal.aborted || setError(failure));
    return () => stop.abort();
  }, [src]);

  useEffect(() => {
    overlayAttention(image.current, canvas.current, shown, caption ? { grid: caption.grid } : {});
  }, [caption, shown]);

  return (
    <figure style={{ position: 'relative', maxWidth: '40rem' }}>
      <img ref={image} src={src} alt={caption?.text ?? ''} style={{ width: '100%' }} />
      <canvas ref={canvas} aria-hidden="true" style={{ position: 'absolute', pointerEvents: 'none' }} />
      <figcaption>
        {caption?.tokens.map((token, index) => (
          <button
            key={index}
            type="button"
            aria-label={placeSentence(token, caption.grid)}
            onPointerEnter={() => setShown(token)}
            onPointerLeave={() => setShown(null)}
            onFocus={() => setShown(token)}
            onBlur={() => setShown(null)}
          >
            {token.text.trim()}
          </button>
        ))}
        {error && <p role="alert">{`${error.message} ${error.remedy ?? ''}`}</p>}
      </figcaption>
    </figure>
  );
}
