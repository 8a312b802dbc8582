// Rendered on the server: importing the package there is harmless.
import { isSaccadeError } from 'saccade';
import { PhotoCaption } from './photo-caption.jsx';

export default function Page() {
  return (
    <main data-imported-on-server={typeof isSaccadeError}>
      <PhotoCaption src="/photo.jpg" />
    </main>
  );
}
