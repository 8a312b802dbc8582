'use client';

import { Captioner } from 'saccade';
import { useEffect, useState } from 'react';

export function PhotoCaption({ src }) {
  const [caption, setCaption] = useState(null);
  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    async function describe() {
      const captioner = await Captioner.create({ signal });
      setCaption(await captioner.caption(src, { signal }));
      await captioner.destroy();
    }
    describe().catch((error) => {
      if (!signal.aborted) throw error;
    });
    return () => leaving.abort();
  }, [src]);
  return (
    <>
      <img src={src} alt={caption?.text ?? ''} width="320" />
      <p id="caption">{caption?.text}</p>
      <ol id="words">
        {caption?.tokens.map(({ text, attention }, index) => {
          const most = attention.indexOf(Math.max(...attention));
          const { columns } = caption.grid;
          return <li key={index}>{`${text}: row ${Math.floor(most / columns)}, column ${most % columns}`}</li>;
        })}
      </ol>
    </>
  );
}
