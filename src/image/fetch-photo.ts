import { imageError } from './image-errors.ts';

/**
 * Fetches a photo.
 *
 * @param url - Absolute, or relative to the page. `data:` and `blob:` addresses work where the CSP's connect-src
 * allows them.
 * @throws {@link InvalidInputError} `image-fetch`, with the status where there was a reply; `image-cross-origin` if the
 * other origin answers but does not allow the page to read it.
 */
export async function fetchPhoto(url: string, signal: AbortSignal): Promise<Blob> {
  let response: Response;
  try {
    response = await fetch(url, { signal });
  } catch (cause) {
    signal.throwIfAborted();
    if (await answersWithoutCors(url, signal)) {
      throw imageError(
        'image-cross-origin',
        `The server of ${url} does not allow this page to read it.`,
        { url },
        cause,
      );
    }
    throw imageError(
      'image-fetch',
      `The photo at ${shortened(url)} could not be fetched.`,
      { url: shortened(url) },
      cause,
    );
  }
  if (!response.ok) {
    const { status } = response;
    const contentType = response.headers.get('content-type');
    throw imageError('image-fetch', `The photo at ${url} answered with status ${String(status)}.`, {
      url,
      status,
      contentType,
    });
  }
  try {
    return await response.blob();
  } catch (cause) {
    signal.throwIfAborted();
    throw imageError('image-fetch', `The reply of ${shortened(url)} broke off.`, { url: shortened(url) }, cause);
  }
}

/** A cross-origin address that answers a request that may not read the reply: CORS stood in the way, not the network. */
async function answersWithoutCors(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    if (new URL(url, location.href).origin === location.origin) return false;
    const response = await fetch(url, { mode: 'no-cors', signal });
    void response.body?.cancel();
    return true;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}

/** A `data:` address can be megabytes long. */
function shortened(url: string): string {
  return url.length > 200 ? `${url.slice(0, 200)}…` : url;
}
