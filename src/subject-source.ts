import type { Connection } from './connection.ts';
import { isRepeatable, readPhoto } from './image-input.ts';
import type { PhotoSource } from './photo-source.ts';
import type { PhotoPayload, Subject } from './shared/protocol.ts';

/** Where a call gets what it is about: a photo that is read for it, or a view that was looked at before. */
export interface SubjectSource<Read> {
  /** Prepares on this thread; never overlaps with another call's. */
  read: (signal: AbortSignal) => Promise<Read>;
  /** What the worker of this connection is told. */
  subject: (connection: Connection, read: Read, signal: AbortSignal) => Promise<Subject> | Subject;
  /** Lets go of what was read and will not be sent. */
  discard: (read: Read) => void;
  /** See {@link Task.repeatable}. */
  repeatable: boolean;
}

/** A photo of the caller's, read anew for each call. */
export function photoSubject(photo: PhotoSource, background: string): SubjectSource<PhotoPayload> {
  return {
    read: (signal) => readPhoto(photo, background, signal),
    subject: (_connection, read) => ({ photo: read, background }),
    discard: ({ bitmap }) => {
      if (!('rgba' in bitmap)) bitmap.close();
    },
    repeatable: isRepeatable(photo),
  };
}
