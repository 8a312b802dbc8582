import { createRoot } from 'react-dom/client';
import { PhotoCaption } from './photo-caption.jsx';

createRoot(document.querySelector('#app')).render(
  <>
    <h1>A caption in React</h1>
    <PhotoCaption src="/examples/demo/photos/shepherd-dog.jpg" />
  </>,
);
