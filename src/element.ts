import { SaccadeCaptionElement } from './element/saccade-caption.ts';

export { SaccadeCaptionElement } from './element/saccade-caption.ts';

declare global {
  interface HTMLElementTagNameMap {
    'saccade-caption': SaccadeCaptionElement;
  }
}

if (typeof customElements !== 'undefined' && !customElements.get('saccade-caption')) {
  customElements.define('saccade-caption', SaccadeCaptionElement);
}
